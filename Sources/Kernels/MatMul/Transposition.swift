/// Eight rows of eight 16-bit numbers, to be turned into eight columns.
struct EightByEight {
    private typealias Line = SIMD8<UInt16>
    private var a, b, c, d, e, f, g, h: SIMD8<UInt16>

    /// - Parameter stride: bytes from row to row.
    @inline(__always)
    init(_ source: UnsafeRawPointer, stride: Int) {
        a = source.loadUnaligned(as: Line.self)
        b = source.loadUnaligned(fromByteOffset: stride, as: Line.self)
        c = source.loadUnaligned(fromByteOffset: 2 * stride, as: Line.self)
        d = source.loadUnaligned(fromByteOffset: 3 * stride, as: Line.self)
        e = source.loadUnaligned(fromByteOffset: 4 * stride, as: Line.self)
        f = source.loadUnaligned(fromByteOffset: 5 * stride, as: Line.self)
        g = source.loadUnaligned(fromByteOffset: 6 * stride, as: Line.self)
        h = source.loadUnaligned(fromByteOffset: 7 * stride, as: Line.self)
    }

    /// Hands column `index` and its place to `store`, for all eight.
    @inline(__always)
    func columns(_ store: (_ index: Int, _ column: SIMD8<UInt16>) -> Void) {
        // Three riffles of the halves of a deck of 2³ cards put every card where its index, turned by three bits, says.
        let turned = riffled().riffled().riffled()
        store(0, turned.a)
        store(1, turned.b)
        store(2, turned.c)
        store(3, turned.d)
        store(4, turned.e)
        store(5, turned.f)
        store(6, turned.g)
        store(7, turned.h)
    }

    @inline(__always)
    private func riffled() -> EightByEight {
        var result = self
        (result.a, result.b) = (Self.lower(a, e), Self.upper(a, e))
        (result.c, result.d) = (Self.lower(b, f), Self.upper(b, f))
        (result.e, result.f) = (Self.lower(c, g), Self.upper(c, g))
        (result.g, result.h) = (Self.lower(d, h), Self.upper(d, h))
        return result
    }

    @inline(__always)
    private static func lower(_ x: SIMD8<UInt16>, _ y: SIMD8<UInt16>) -> SIMD8<UInt16> {
        SIMD8(x[0], y[0], x[1], y[1], x[2], y[2], x[3], y[3])
    }

    @inline(__always)
    private static func upper(_ x: SIMD8<UInt16>, _ y: SIMD8<UInt16>) -> SIMD8<UInt16> {
        SIMD8(x[4], y[4], x[5], y[5], x[6], y[6], x[7], y[7])
    }
}

/// Four rows of four 32-bit numbers, to be turned into four columns.
struct FourByFourWords {
    private typealias Line = SIMD4<UInt32>
    private var a, b, c, d: SIMD4<UInt32>

    /// - Parameter stride: bytes from row to row.
    @inline(__always)
    init(_ source: UnsafeRawPointer, stride: Int) {
        a = source.loadUnaligned(as: Line.self)
        b = source.loadUnaligned(fromByteOffset: stride, as: Line.self)
        c = source.loadUnaligned(fromByteOffset: 2 * stride, as: Line.self)
        d = source.loadUnaligned(fromByteOffset: 3 * stride, as: Line.self)
    }

    /// Hands column `index` and its place to `store`, for all four.
    @inline(__always)
    func columns(_ store: (_ index: Int, _ column: SIMD4<UInt32>) -> Void) {
        let turned = riffled().riffled()
        store(0, turned.a)
        store(1, turned.b)
        store(2, turned.c)
        store(3, turned.d)
    }

    @inline(__always)
    private func riffled() -> FourByFourWords {
        var result = self
        (result.a, result.b) = (Self.lower(a, c), Self.upper(a, c))
        (result.c, result.d) = (Self.lower(b, d), Self.upper(b, d))
        return result
    }

    @inline(__always)
    private static func lower(_ x: SIMD4<UInt32>, _ y: SIMD4<UInt32>) -> SIMD4<UInt32> {
        SIMD4(x[0], y[0], x[1], y[1])
    }

    @inline(__always)
    private static func upper(_ x: SIMD4<UInt32>, _ y: SIMD4<UInt32>) -> SIMD4<UInt32> {
        SIMD4(x[2], y[2], x[3], y[3])
    }
}
