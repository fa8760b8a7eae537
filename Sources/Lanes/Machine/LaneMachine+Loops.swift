// The shapes that instructions have: so many registers in, one out, a vector at a time.

typealias FloatLanes = SIMD16<Float>
typealias IntegerLanes = SIMD16<Int32>

extension LaneMachine {
    @inline(__always)
    func map<Source: SIMD, Target: SIMD>(
        _ step: LaneStep, _ source: Source.Type = Source.self, _ body: (Source) -> Target
    ) {
        var (a, result) = (registers + Int(step.a), registers + Int(step.result))
        if step.isOwn {
            for offset in stride(from: 0, to: Self.registerBytes, by: Self.vectorBytes) {
                let value = body(a.load(fromByteOffset: offset, as: Source.self))
                result.storeBytes(of: value, toByteOffset: offset, as: Target.self)
            }
            return
        }
        for _ in 0..<step.vectors {
            result.storeBytes(of: body(a.load(as: Source.self)), as: Target.self)
            a += Int(step.stepA)
            result += Self.vectorBytes
        }
    }

    @inline(__always)
    func map<Source: SIMD, Target: SIMD>(
        _ step: LaneStep, _ source: Source.Type = Source.self, _ body: (Source, Source) -> Target
    ) {
        var (a, b, result) = (registers + Int(step.a), registers + Int(step.b), registers + Int(step.result))
        if step.isOwn {
            for offset in stride(from: 0, to: Self.registerBytes, by: Self.vectorBytes) {
                let value = body(
                    a.load(fromByteOffset: offset, as: Source.self), b.load(fromByteOffset: offset, as: Source.self))
                result.storeBytes(of: value, toByteOffset: offset, as: Target.self)
            }
            return
        }
        for _ in 0..<step.vectors {
            result.storeBytes(of: body(a.load(as: Source.self), b.load(as: Source.self)), as: Target.self)
            a += Int(step.stepA)
            b += Int(step.stepB)
            result += Self.vectorBytes
        }
    }

    @inline(__always)
    func map<Source: SIMD, Target: SIMD>(
        _ step: LaneStep, _ source: Source.Type = Source.self, _ body: (Source, Source, Source) -> Target
    ) {
        var (a, b, c) = (registers + Int(step.a), registers + Int(step.b), registers + Int(step.c))
        var result = registers + Int(step.result)
        for _ in 0..<step.vectors {
            let value = body(a.load(as: Source.self), b.load(as: Source.self), c.load(as: Source.self))
            result.storeBytes(of: value, as: Target.self)
            a += Int(step.stepA)
            b += Int(step.stepB)
            c += Int(step.stepC)
            result += Self.vectorBytes
        }
    }

    /// A function of one lane after another; of one lane alone where that goes for all.
    @inline(__always)
    private func each<Value>(
        _ step: LaneStep, _ result: UnsafeMutablePointer<Value>, _ body: (_ a: Int, _ b: Int) -> Value
    ) {
        guard step.vectors > 1 else { return result.update(repeating: body(0, 0), count: Self.vectorLanes) }
        let (a, b) = (step.stepA == 0 ? 0 : -1, step.stepB == 0 ? 0 : -1)
        for lane in 0..<Self.lanes { result[lane] = body(lane & a, lane & b) }
    }

    @inline(__always)
    func each(_ step: LaneStep, _ body: (Float) -> Float) {
        let a = floats(at: step.a)
        each(step, floats(at: step.result)) { lane, _ in body(a[lane]) }
    }

    @inline(__always)
    func each(_ step: LaneStep, _ body: (Float, Float) -> Float) {
        let (a, b) = (floats(at: step.a), floats(at: step.b))
        each(step, floats(at: step.result)) { body(a[$0], b[$1]) }
    }

    @inline(__always)
    func each(_ step: LaneStep, _ body: (Int32, Int32) -> Int32) {
        let (a, b) = (integers(at: step.a), integers(at: step.b))
        each(step, integers(at: step.result)) { body(a[$0], b[$1]) }
    }

    @inline(__always)
    func each(_ step: LaneStep, _ body: (UInt32, UInt32) -> UInt32) {
        each(step) { (a: Int32, b: Int32) in Int32(bitPattern: body(UInt32(bitPattern: a), UInt32(bitPattern: b))) }
    }

    /// Whether no lane of the mask `a` is set.
    @inline(__always)
    func isNone(_ step: LaneStep) -> Bool {
        let mask = registers + Int(step.a)
        var any = mask.load(as: IntegerLanes.self)
        if step.stepA > 0 {
            for offset in stride(from: Self.vectorBytes, to: Self.registerBytes, by: Self.vectorBytes) {
                any |= mask.load(fromByteOffset: offset, as: IntegerLanes.self)
            }
        }
        return !isAny(any)
    }
}

/// A comparison's outcome as all bits or none.
@inline(__always)
func bits(_ mask: SIMDMask<IntegerLanes>) -> IntegerLanes { unsafeBitCast(mask, to: IntegerLanes.self) }

/// Whether any bit is set.
@inline(__always)
func isAny(_ bits: IntegerLanes) -> Bool {
    // Halves of halves: comparing whole vectors would look at lane after lane.
    let eight = bits.lowHalf | bits.highHalf
    let two = unsafeBitCast(eight.lowHalf | eight.highHalf, to: SIMD2<UInt64>.self)
    return two[0] | two[1] != 0
}

@inline(__always)
func unsigned(_ lanes: IntegerLanes) -> SIMD16<UInt32> { unsafeBitCast(lanes, to: SIMD16<UInt32>.self) }

@inline(__always)
func signed(_ lanes: SIMD16<UInt32>) -> IntegerLanes { unsafeBitCast(lanes, to: IntegerLanes.self) }

/// A function of one float for each lane; the compiler turns those that processors have into vector instructions.
@inline(__always)
func lanewise(_ x: FloatLanes, _ body: (Float) -> Float) -> FloatLanes {
    var result = FloatLanes.zero
    for lane in 0..<16 { result[lane] = body(x[lane]) }
    return result
}
