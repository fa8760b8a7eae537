import Foundation

extension LaneMachine {
    /// Runs instructions from first to last.
    ///
    /// - Returns: false if loops took more than `passes` passes in all.
    func run(_ code: [LaneInstruction], passes: Int) -> Bool {
        code.withUnsafeBufferPointer { run($0, passes: passes) }
    }

    private func run(_ code: UnsafeBufferPointer<LaneInstruction>, passes: Int) -> Bool {
        var position = 0
        var left = passes
        while position < code.count {
            let i = code[position]
            position += 1
            switch i.operation {
            case .jump: position = Int(i.count)
            case .jumpIfNone: if isNone(i.a) { position = Int(i.count) }
            case .jumpIfFirstIsFalse: if integers(i.a)[0] == 0 { position = Int(i.count) }
            case .pass:
                left -= 1
                if left < 0 { return false }
            case .sample: sample(i)
            case .fetch: fetch(i)
            case .gather: gather(i)
            case .scatter: scatter(i)
            case .differenceAcross: differenceAcross(i)
            case .differenceUp: differenceUp(i)
            default: if !runFloats(i) { runIntegers(i) }
            }
        }
        return true
    }

    /// - Returns: false if the instruction is none on floats.
    @inline(__always)
    private func runFloats(_ i: LaneInstruction) -> Bool {
        switch i.operation {
        case .add: map(i, FloatLanes.self) { $0 + $1 }
        case .subtract: map(i, FloatLanes.self) { $0 - $1 }
        case .multiply: map(i, FloatLanes.self) { $0 * $1 }
        case .divide: map(i, FloatLanes.self) { $0 / $1 }
        case .multiplyAdd: map(i, FloatLanes.self) { $0 * $1 + $2 }
        // The second where the two cannot be compared.
        case .minimum: map(i, FloatLanes.self) { a, b in b.replacing(with: a, where: a .< b) }
        case .maximum: map(i, FloatLanes.self) { a, b in b.replacing(with: a, where: a .> b) }
        case .modulo:
            map(i, FloatLanes.self) { a, b in a - b * lanewise(a / b) { $0.rounded(.down) } }
        case .negate: map(i, IntegerLanes.self) { $0 ^ Int32.min }
        case .magnitude: map(i, IntegerLanes.self) { $0 & Int32.max }
        case .sign:
            map(i) { (a: FloatLanes) in
                FloatLanes.zero.replacing(with: 1, where: a .> 0).replacing(with: -1, where: a .< 0)
            }
        case .floor: map(i) { (a: FloatLanes) in lanewise(a) { $0.rounded(.down) } }
        case .ceiling: map(i) { (a: FloatLanes) in lanewise(a) { $0.rounded(.up) } }
        case .truncate: map(i) { (a: FloatLanes) in lanewise(a) { $0.rounded(.towardZero) } }
        case .roundEven: map(i) { (a: FloatLanes) in lanewise(a) { $0.rounded(.toNearestOrEven) } }
        case .fraction: map(i) { (a: FloatLanes) in a - lanewise(a) { $0.rounded(.down) } }
        case .squareRoot: map(i) { (a: FloatLanes) in a.squareRoot() }
        case .inverseSquareRoot: map(i) { (a: FloatLanes) in 1 / a.squareRoot() }
        // As processors of pictures do it, by way of the logarithm: none of a negative number.
        case .power: each(i) { $0 < 0 ? .nan : Foundation.pow($0, $1) }
        case .arcTangent2: each(i) { Foundation.atan2($0, $1) }
        case .exponential: each(i) { Foundation.exp($0) }
        case .logarithm: each(i) { Foundation.log($0) }
        case .exponential2: each(i) { Foundation.exp2($0) }
        case .logarithm2: each(i) { Foundation.log2($0) }
        case .sine: each(i) { Foundation.sin($0) }
        case .cosine: each(i) { Foundation.cos($0) }
        case .tangent: each(i) { Foundation.tan($0) }
        case .arcSine: each(i) { Foundation.asin($0) }
        case .arcCosine: each(i) { Foundation.acos($0) }
        case .arcTangent: each(i) { Foundation.atan($0) }
        case .sinh: each(i) { Foundation.sinh($0) }
        case .cosh: each(i) { Foundation.cosh($0) }
        case .tanh: each(i) { Foundation.tanh($0) }
        case .arcSinh: each(i) { Foundation.asinh($0) }
        case .arcCosh: each(i) { Foundation.acosh($0) }
        case .arcTanh: each(i) { Foundation.atanh($0) }
        case .less: map(i, FloatLanes.self) { bits($0 .< $1) }
        case .lessOrEqual: map(i, FloatLanes.self) { bits($0 .<= $1) }
        case .equal: map(i, FloatLanes.self) { bits($0 .== $1) }
        case .notEqual: map(i, FloatLanes.self) { bits($0 .!= $1) }
        case .isNaN: map(i) { (a: FloatLanes) in bits(a .!= a) }
        case .isInfinite: map(i) { (a: IntegerLanes) in bits((a & Int32.max) .== 0x7f80_0000) }
        default: return false
        }
        return true
    }

    @inline(__always)
    private func runIntegers(_ i: LaneInstruction) {
        switch i.operation {
        case .addInteger: map(i, IntegerLanes.self) { $0 &+ $1 }
        case .subtractInteger: map(i, IntegerLanes.self) { $0 &- $1 }
        case .multiplyInteger: map(i, IntegerLanes.self) { $0 &* $1 }
        // What no number is, is left to us: all bits.
        case .divideSigned: each(i) { (a: Int32, b: Int32) in b == 0 ? -1 : a.dividedReportingOverflow(by: b).0 }
        case .divideUnsigned: each(i) { (a: UInt32, b: UInt32) in b == 0 ? .max : a / b }
        case .remainderSigned:
            each(i) { (a: Int32, b: Int32) in b == 0 ? -1 : a.remainderReportingOverflow(dividingBy: b).0 }
        case .remainderUnsigned: each(i) { (a: UInt32, b: UInt32) in b == 0 ? .max : a % b }
        case .minimumSigned: map(i, IntegerLanes.self) { $1.replacing(with: $0, where: $0 .< $1) }
        case .maximumSigned: map(i, IntegerLanes.self) { $1.replacing(with: $0, where: $0 .> $1) }
        case .minimumUnsigned: each(i) { (a: UInt32, b: UInt32) in min(a, b) }
        case .maximumUnsigned: each(i) { (a: UInt32, b: UInt32) in max(a, b) }
        case .negateInteger: map(i) { (a: IntegerLanes) in 0 &- a }
        case .magnitudeInteger: map(i) { (a: IntegerLanes) in a.replacing(with: 0 &- a, where: a .< 0) }
        case .signInteger:
            map(i) { (a: IntegerLanes) in
                IntegerLanes.zero.replacing(with: 1, where: a .> 0).replacing(with: -1, where: a .< 0)
            }
        case .and: map(i, IntegerLanes.self) { $0 & $1 }
        case .or: map(i, IntegerLanes.self) { $0 | $1 }
        case .exclusiveOr: map(i, IntegerLanes.self) { $0 ^ $1 }
        case .not: map(i) { (a: IntegerLanes) in ~a }
        case .andNot: map(i, IntegerLanes.self) { $0 & ~$1 }
        case .shiftLeft: map(i, IntegerLanes.self) { $0 &<< ($1 & 31) }
        case .shiftRightSigned: map(i, IntegerLanes.self) { $0 &>> ($1 & 31) }
        case .shiftRightUnsigned: map(i, IntegerLanes.self) { signed(unsigned($0) &>> unsigned($1 & 31)) }
        case .lessSigned: map(i, IntegerLanes.self) { bits($0 .< $1) }
        case .lessOrEqualSigned: map(i, IntegerLanes.self) { bits($0 .<= $1) }
        case .lessUnsigned: map(i, IntegerLanes.self) { bits(($0 ^ Int32.min) .< ($1 ^ Int32.min)) }
        case .lessOrEqualUnsigned: map(i, IntegerLanes.self) { bits(($0 ^ Int32.min) .<= ($1 ^ Int32.min)) }
        case .equalInteger: map(i, IntegerLanes.self) { bits($0 .== $1) }
        case .notEqualInteger: map(i, IntegerLanes.self) { bits($0 .!= $1) }
        case .signedFromFloat: map(i) { (a: FloatLanes) in Self.signedIntegers(a) }
        case .unsignedFromFloat: each(i) { (a: UInt32, _: UInt32) in Self.unsignedInteger(Float(bitPattern: a)) }
        case .floatFromSigned: map(i) { (a: IntegerLanes) in FloatLanes(a) }
        case .floatFromUnsigned: map(i) { (a: SIMD16<UInt32>) in FloatLanes(a) }
        case .halvesFromFloats: each(i) { (a: UInt32, b: UInt32) in Self.half(a) | Self.half(b) << 16 }
        case .floatFromLowHalf: each(i) { (a: UInt32, _: UInt32) in Self.whole(a) }
        case .floatFromHighHalf: each(i) { (a: UInt32, _: UInt32) in Self.whole(a >> 16) }
        case .move: map(i) { (a: IntegerLanes) in a }
        case .select: map(i, IntegerLanes.self) { ($0 & $1) | (~$0 & $2) }
        default: preconditionFailure("no instruction \(i.operation)")
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
