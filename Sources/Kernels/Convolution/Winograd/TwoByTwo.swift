/// F(2x2, 3x3) with the points 0, 1, -1 and infinity: 16 products in place of 36.
enum TwoByTwo: WinogradForm {
    typealias Patch = FourVectors
    typealias Outputs = TwoVectors

    static let patchCycles = 30
    static let kernelCycles = 22

    @inline(__always)
    static func transformPatch(_ line: FourVectors) -> FourVectors {
        FourVectors(a: line.a - line.c, b: line.b + line.c, c: line.c - line.b, d: line.b - line.d)
    }

    @inline(__always)
    static func transformKernel(
        _ first: SIMD8<Float>, _ second: SIMD8<Float>, _ third: SIMD8<Float>
    ) -> FourVectors {
        let ends = first + third
        return FourVectors(a: first, b: 0.5 * (ends + second), c: 0.5 * (ends - second), d: third)
    }

    @inline(__always)
    static func transformSums(_ line: FourVectors) -> TwoVectors {
        TwoVectors(a: line.a + line.b + line.c, b: line.b - line.c - line.d)
    }
}

struct TwoVectors: WinogradLine {
    static let count = 2

    var a, b: SIMD8<Float>

    @inline(__always)
    init(a: SIMD8<Float>, b: SIMD8<Float>) {
        self.a = a
        self.b = b
    }

    @inline(__always)
    init(_ source: UnsafePointer<Float>, stride: Int) {
        a = source.vector(at: 0)
        b = source.vector(at: stride)
    }

    @inline(__always)
    func store(to target: UnsafeMutablePointer<Float>, stride: Int) {
        target.store(a, at: 0)
        target.store(b, at: stride)
    }
}

struct FourVectors: WinogradLine {
    static let count = 4

    var a, b, c, d: SIMD8<Float>

    @inline(__always)
    init(a: SIMD8<Float>, b: SIMD8<Float>, c: SIMD8<Float>, d: SIMD8<Float>) {
        self.a = a
        self.b = b
        self.c = c
        self.d = d
    }

    @inline(__always)
    init(_ source: UnsafePointer<Float>, stride: Int) {
        a = source.vector(at: 0)
        b = source.vector(at: stride)
        c = source.vector(at: 2 * stride)
        d = source.vector(at: 3 * stride)
    }

    @inline(__always)
    func store(to target: UnsafeMutablePointer<Float>, stride: Int) {
        target.store(a, at: 0)
        target.store(b, at: stride)
        target.store(c, at: 2 * stride)
        target.store(d, at: 3 * stride)
    }
}
