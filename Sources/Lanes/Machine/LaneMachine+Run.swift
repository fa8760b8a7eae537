import Foundation

extension LaneMachine {
    /// Runs instructions from first to last.
    ///
    /// - Returns: false if loops took more than `passes` passes in all.
    func run(_ code: [LaneStep], passes: Int) -> Bool {
        code.withUnsafeBufferPointer { run($0, passes: passes) }
    }

    private func run(_ code: UnsafeBufferPointer<LaneStep>, passes: Int) -> Bool {
        var position = 0
        var left = passes
        while position < code.count {
            let step = code[position]
            position += 1
            switch step.operation {
            case .jump: position = Int(step.count)
            case .jumpIfNone: if isNone(step) { position = Int(step.count) }
            case .jumpIfFirstIsFalse: if integers(at: step.a)[0] == 0 { position = Int(step.count) }
            case .pass:
                left -= 1
                if left < 0 { return false }
            case .sample: sample(step)
            case .fetch: fetch(step)
            case .gather: gather(step)
            case .scatter: scatter(step)
            case .differenceAcross: differenceAcross(step)
            case .differenceUp: differenceUp(step)
            default: if !runFloats(step) { runIntegers(step) }
            }
        }
        return true
    }

    /// - Returns: false if the instruction is none on floats.
    @inline(__always)
    private func runFloats(_ step: LaneStep) -> Bool {
        switch step.operation {
        case .add: map(step, FloatLanes.self) { $0 + $1 }
        case .subtract: map(step, FloatLanes.self) { $0 - $1 }
        case .multiply: map(step, FloatLanes.self) { $0 * $1 }
        case .divide: map(step, FloatLanes.self) { $0 / $1 }
        case .multiplyAdd: map(step, FloatLanes.self) { $0 * $1 + $2 }
        // The second where the two cannot be compared.
        case .minimum: map(step, FloatLanes.self) { a, b in b.replacing(with: a, where: a .< b) }
        case .maximum: map(step, FloatLanes.self) { a, b in b.replacing(with: a, where: a .> b) }
        case .modulo:
            map(step, FloatLanes.self) { a, b in a - b * lanewise(a / b) { $0.rounded(.down) } }
        case .negate: map(step, IntegerLanes.self) { $0 ^ Int32.min }
        case .magnitude: map(step, IntegerLanes.self) { $0 & Int32.max }
        case .sign:
            map(step) { (a: FloatLanes) in
                FloatLanes.zero.replacing(with: 1, where: a .> 0).replacing(with: -1, where: a .< 0)
            }
        case .floor: map(step) { (a: FloatLanes) in lanewise(a) { $0.rounded(.down) } }
        case .ceiling: map(step) { (a: FloatLanes) in lanewise(a) { $0.rounded(.up) } }
        case .truncate: map(step) { (a: FloatLanes) in lanewise(a) { $0.rounded(.towardZero) } }
        case .roundEven: map(step) { (a: FloatLanes) in lanewise(a) { $0.rounded(.toNearestOrEven) } }
        case .fraction: map(step) { (a: FloatLanes) in a - lanewise(a) { $0.rounded(.down) } }
        case .squareRoot: map(step) { (a: FloatLanes) in a.squareRoot() }
        case .inverseSquareRoot: map(step) { (a: FloatLanes) in 1 / a.squareRoot() }
        // As processors of pictures do it, by way of the logarithm: none of a negative number.
        case .power: each(step) { $0 < 0 ? .nan : Foundation.pow($0, $1) }
        case .arcTangent2: each(step) { Foundation.atan2($0, $1) }
        case .exponential: map(step) { exponential($0) }
        case .logarithm: map(step) { logarithm($0) }
        case .exponential2: map(step) { exponential2($0) }
        case .logarithm2: map(step) { logarithm2($0) }
        case .sine: map(step) { (a: FloatLanes) in sine(a, isCosine: false) ?? lanewise(a) { Foundation.sin($0) } }
        case .cosine: map(step) { (a: FloatLanes) in sine(a, isCosine: true) ?? lanewise(a) { Foundation.cos($0) } }
        case .tangent: each(step) { Foundation.tan($0) }
        case .arcSine: each(step) { Foundation.asin($0) }
        case .arcCosine: each(step) { Foundation.acos($0) }
        case .arcTangent: each(step) { Foundation.atan($0) }
        case .sinh: each(step) { Foundation.sinh($0) }
        case .cosh: each(step) { Foundation.cosh($0) }
        case .tanh: each(step) { Foundation.tanh($0) }
        case .arcSinh: each(step) { Foundation.asinh($0) }
        case .arcCosh: each(step) { Foundation.acosh($0) }
        case .arcTanh: each(step) { Foundation.atanh($0) }
        case .less: map(step, FloatLanes.self) { bits($0 .< $1) }
        case .lessOrEqual: map(step, FloatLanes.self) { bits($0 .< $1) | bits($0 .== $1) }
        case .equal: map(step, FloatLanes.self) { bits($0 .== $1) }
        case .notEqual: map(step, FloatLanes.self) { bits($0 .!= $1) }
        case .isNaN: map(step) { (a: FloatLanes) in bits(a .!= a) }
        case .isInfinite:
            map(step) { (a: IntegerLanes) in bits((a & Int32.max) .== IntegerLanes(repeating: 0x7f80_0000)) }
        default: return false
        }
        return true
    }

    @inline(__always)
    private func runIntegers(_ step: LaneStep) {
        switch step.operation {
        case .addInteger: map(step, IntegerLanes.self) { $0 &+ $1 }
        case .subtractInteger: map(step, IntegerLanes.self) { $0 &- $1 }
        case .multiplyInteger: map(step, IntegerLanes.self) { $0 &* $1 }
        // What no number is, is left to us: all bits.
        case .divideSigned: each(step) { (a: Int32, b: Int32) in b == 0 ? -1 : a.dividedReportingOverflow(by: b).0 }
        case .divideUnsigned: each(step) { (a: UInt32, b: UInt32) in b == 0 ? .max : a / b }
        case .remainderSigned:
            each(step) { (a: Int32, b: Int32) in b == 0 ? -1 : a.remainderReportingOverflow(dividingBy: b).0 }
        case .remainderUnsigned: each(step) { (a: UInt32, b: UInt32) in b == 0 ? .max : a % b }
        case .minimumSigned: map(step, IntegerLanes.self) { $1.replacing(with: $0, where: $0 .< $1) }
        case .maximumSigned: map(step, IntegerLanes.self) { $1.replacing(with: $0, where: $0 .> $1) }
        case .minimumUnsigned: each(step) { (a: UInt32, b: UInt32) in min(a, b) }
        case .maximumUnsigned: each(step) { (a: UInt32, b: UInt32) in max(a, b) }
        case .negateInteger: map(step) { (a: IntegerLanes) in 0 &- a }
        case .magnitudeInteger:
            map(step) { (a: IntegerLanes) in a.replacing(with: 0 &- a, where: a .< IntegerLanes.zero) }
        case .signInteger:
            map(step) { (a: IntegerLanes) in
                bits(a .< IntegerLanes.zero) &- bits(IntegerLanes.zero .< a)
            }
        case .and: map(step, IntegerLanes.self) { $0 & $1 }
        case .or: map(step, IntegerLanes.self) { $0 | $1 }
        case .exclusiveOr: map(step, IntegerLanes.self) { $0 ^ $1 }
        case .not: map(step) { (a: IntegerLanes) in ~a }
        case .andNot: map(step, IntegerLanes.self) { $0 & ~$1 }
        case .shiftLeft: map(step, IntegerLanes.self) { $0 &<< ($1 & 31) }
        case .shiftRightSigned: map(step, IntegerLanes.self) { $0 &>> ($1 & 31) }
        case .shiftRightUnsigned: map(step, IntegerLanes.self) { signed(unsigned($0) &>> unsigned($1 & 31)) }
        case .lessSigned: map(step, IntegerLanes.self) { bits($0 .< $1) }
        case .lessOrEqualSigned: map(step, IntegerLanes.self) { ~bits($1 .< $0) }
        case .lessUnsigned: map(step, IntegerLanes.self) { bits(($0 ^ Int32.min) .< ($1 ^ Int32.min)) }
        case .lessOrEqualUnsigned: map(step, IntegerLanes.self) { ~bits(($1 ^ Int32.min) .< ($0 ^ Int32.min)) }
        case .equalInteger: map(step, IntegerLanes.self) { bits($0 .== $1) }
        case .notEqualInteger: map(step, IntegerLanes.self) { bits($0 .!= $1) }
        case .signedFromFloat: map(step) { (a: FloatLanes) in Self.signedIntegers(a) }
        case .unsignedFromFloat: each(step) { (a: UInt32, _: UInt32) in Self.unsignedInteger(Float(bitPattern: a)) }
        case .floatFromSigned: map(step) { (a: IntegerLanes) in FloatLanes(a) }
        case .floatFromUnsigned: map(step) { (a: SIMD16<UInt32>) in FloatLanes(a) }
        case .halvesFromFloats: each(step) { (a: UInt32, b: UInt32) in Self.half(a) | Self.half(b) << 16 }
        case .floatFromLowHalf: each(step) { (a: UInt32, _: UInt32) in Self.whole(a) }
        case .floatFromHighHalf: each(step) { (a: UInt32, _: UInt32) in Self.whole(a >> 16) }
        case .move: map(step) { (a: IntegerLanes) in a }
        case .select: map(step, IntegerLanes.self) { ($0 & $1) | (~$0 & $2) }
        default: preconditionFailure("no instruction \(step.operation)")
        }
    }

    /// Towards zero; beyond the range, its nearest end. What is no number becomes 0.
    @inline(__always)
    private static func signedIntegers(_ a: FloatLanes) -> IntegerLanes {
        var result = IntegerLanes.zero
        for lane in 0..<16 {
            let x = a[lane]
            result[lane] = x == x ? (x >= 2_147_483_648 ? .max : x <= -2_147_483_648 ? .min : Int32(x)) : 0
        }
        return result
    }

    /// Negative numbers wrap around, as converting to a signed integer first would have it.
    private static func unsignedInteger(_ x: Float) -> UInt32 {
        guard x == x else { return 0 }
        if x >= 4_294_967_296 { return .max }
        if x <= -2_147_483_648 { return 1 << 31 }
        return UInt32(truncatingIfNeeded: Int64(x))
    }

    private static func half(_ bits: UInt32) -> UInt32 {
        UInt32(Float16(Float(bitPattern: bits)).bitPattern)
    }

    private static func whole(_ bits: UInt32) -> UInt32 {
        Float(Float16(bitPattern: UInt16(truncatingIfNeeded: bits))).bitPattern
    }
}
