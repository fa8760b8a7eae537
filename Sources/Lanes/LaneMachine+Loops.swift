// The shapes that instructions have: so many registers in, one out, sixteen lanes at a time.

typealias FloatLanes = SIMD16<Float>
typealias IntegerLanes = SIMD16<Int32>

extension LaneMachine {
    @inline(__always)
    private func address(_ register: Int32) -> UnsafeMutableRawPointer { registers + Int(register) * Self.lanes * 4 }

    @inline(__always)
    func map<Source: SIMD, Target: SIMD>(
        _ i: LaneInstruction, _ source: Source.Type = Source.self, _ body: (Source) -> Target
    ) {
        let (a, result) = (address(i.a), address(i.result))
        for offset in stride(from: 0, to: Self.lanes * 4, by: 64) {
            let value = body(a.load(fromByteOffset: offset, as: Source.self))
            result.storeBytes(of: value, toByteOffset: offset, as: Target.self)
        }
    }

    @inline(__always)
    func map<Source: SIMD, Target: SIMD>(
        _ i: LaneInstruction, _ source: Source.Type = Source.self, _ body: (Source, Source) -> Target
    ) {
        let (a, b, result) = (address(i.a), address(i.b), address(i.result))
        for offset in stride(from: 0, to: Self.lanes * 4, by: 64) {
            let value = body(
                a.load(fromByteOffset: offset, as: Source.self), b.load(fromByteOffset: offset, as: Source.self))
            result.storeBytes(of: value, toByteOffset: offset, as: Target.self)
        }
    }

    @inline(__always)
    func map<Source: SIMD, Target: SIMD>(
        _ i: LaneInstruction, _ source: Source.Type = Source.self, _ body: (Source, Source, Source) -> Target
    ) {
        let (a, b, c, result) = (address(i.a), address(i.b), address(i.c), address(i.result))
        for offset in stride(from: 0, to: Self.lanes * 4, by: 64) {
            let value = body(
                a.load(fromByteOffset: offset, as: Source.self), b.load(fromByteOffset: offset, as: Source.self),
                c.load(fromByteOffset: offset, as: Source.self))
            result.storeBytes(of: value, toByteOffset: offset, as: Target.self)
        }
    }

    @inline(__always)
    func each(_ i: LaneInstruction, _ body: (Float) -> Float) {
        let (a, result) = (floats(i.a), floats(i.result))
        for lane in 0..<Self.lanes { result[lane] = body(a[lane]) }
    }

    @inline(__always)
    func each(_ i: LaneInstruction, _ body: (Float, Float) -> Float) {
        let (a, b, result) = (floats(i.a), floats(i.b), floats(i.result))
        for lane in 0..<Self.lanes { result[lane] = body(a[lane], b[lane]) }
    }

    @inline(__always)
    func each(_ i: LaneInstruction, _ body: (Int32, Int32) -> Int32) {
        let (a, b, result) = (integers(i.a), integers(i.b), integers(i.result))
        for lane in 0..<Self.lanes { result[lane] = body(a[lane], b[lane]) }
    }

    @inline(__always)
    func each(_ i: LaneInstruction, _ body: (UInt32, UInt32) -> UInt32) {
        each(i) { (a: Int32, b: Int32) in Int32(bitPattern: body(UInt32(bitPattern: a), UInt32(bitPattern: b))) }
    }

    /// Whether no lane of a mask is set.
    @inline(__always)
    func isNone(_ register: Int32) -> Bool {
        let mask = address(register)
        var any = IntegerLanes.zero
        for offset in stride(from: 0, to: Self.lanes * 4, by: 64) {
            any |= mask.load(fromByteOffset: offset, as: IntegerLanes.self)
        }
        return any == .zero
    }
}

/// A comparison's outcome as all bits or none.
@inline(__always)
func bits(_ mask: SIMDMask<IntegerLanes>) -> IntegerLanes { unsafeBitCast(mask, to: IntegerLanes.self) }

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
