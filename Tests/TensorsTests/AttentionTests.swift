import TestSupport
import Tensors
import Testing

struct AttentionTests {
    /// The sizes of one case.
    struct Case: Sendable {
        var images = 1
        var queries: Int
        var keys: Int
        var heads = 1
        var headSize: Int
    }

    /// One of each, the edges of vectors, tiles and blocks, and the head sizes of real models.
    static let cases: [Case] = [
        Case(queries: 1, keys: 1, headSize: 1),
        Case(queries: 7, keys: 9, heads: 2, headSize: 5),
        Case(images: 2, queries: 8, keys: 8, heads: 3, headSize: 8),
        Case(images: 2, queries: 49, keys: 77, heads: 2, headSize: 40),
        Case(queries: 64, keys: 64, heads: 2, headSize: 40),
        Case(queries: 50, keys: 256, heads: 1, headSize: 64),
        Case(queries: 13, keys: 257, heads: 2, headSize: 80),
        Case(queries: 20, keys: 600, heads: 1, headSize: 128),
        Case(queries: 97, keys: 300, heads: 1, headSize: 160),
        Case(queries: 30, keys: 90, heads: 1, headSize: 512),
        Case(queries: 5, keys: 33, heads: 1, headSize: 344),
    ]

    @Test(arguments: cases)
    func `agrees with the oracle`(sizes: Case) {
        let inputs = Inputs(sizes)
        #expect(normalizedError(inputs.attention().array, inputs.oracle()) < 1e-12)
    }

    @Test(arguments: [(1, 1), (9, 9), (77, 77), (3, 10), (300, 300)])
    func `a causal query sees nothing after its place`(queries: Int, keys: Int) {
        let inputs = Inputs(Case(queries: queries, keys: keys, heads: 2, headSize: 24))
        #expect(normalizedError(inputs.attention(causal: true).array, inputs.oracle(causal: true)) < 1e-12)
    }

    @Test(arguments: [false, true])
    func `a mask is added to the scores`(isPerImage: Bool) {
        let sizes = Case(images: 2, queries: 21, keys: 35, heads: 2, headSize: 16)
        let inputs = Inputs(sizes)
        let shape = isPerImage ? [2, 21, 35] : [21, 35]
        let mask = noise(shape.reduce(1, *), seed: 7).map { $0 < -0.3 ? -Float.infinity : 3 * $0 }
        let found = inputs.attention(mask: Tensor(mask, shape: shape))
        #expect(normalizedError(found.array, inputs.oracle(mask: mask)) < 1e-12)
    }

    @Test(arguments: [(8, 16), (144, 32)])
    func `each image has one of several masks, which heads do not share`(tokens: Int, headSize: Int) {
        let inputs = Inputs(Case(images: 5, queries: tokens, keys: tokens, heads: 3, headSize: headSize))
        let mask = noise(2 * 3 * tokens * tokens, seed: 7).map { $0 < -0.5 ? -100 : 3 * $0 }
        let found = withThreadCounts {
            inputs.attention(mask: Tensor(mask, shape: [2, 3, tokens, tokens]), masks: [0, 1, 1, 0, 1])
        }
        #expect(normalizedError(found[0].array, inputs.oracle(mask: mask, masks: [0, 1, 1, 0, 1])) < 1e-12)
        #expect(found[1].array == found[0].array && found[2].array == found[0].array)
    }

    @Test func `large scores do not overflow`() {
        let inputs = Inputs(Case(queries: 9, keys: 300, heads: 1, headSize: 8))
        let found = inputs.attention(scale: 500)
        // A score of some hundreds is rounded to 2e-5 of it, and so are the exponentials.
        #expect(normalizedError(found.array, inputs.oracle(scale: 500)) < 1e-8)
    }

    @Test func `a query that sees nothing gives zeros`() {
        let inputs = Inputs(Case(queries: 2, keys: 5, heads: 1, headSize: 8))
        let mask = Tensor([Float](repeating: -.infinity, count: 5) + [Float](repeating: 0, count: 5), shape: [2, 5])
        let found = inputs.attention(mask: mask).array
        #expect(found[0..<8].allSatisfy { $0 == 0 })
        #expect(found[8..<16].allSatisfy { $0.isFinite && $0 != 0 })
    }

    @Test func `results do not depend on the number of threads`() {
        let inputs = Inputs(Case(images: 2, queries: 130, keys: 400, heads: 2, headSize: 40))
        let found = withThreadCounts { inputs.attention().array }
        #expect(found.allSatisfy { $0 == found[0] })
    }
}

/// Random queries, keys and values of the sizes of a case.
private struct Inputs {
    let sizes: AttentionTests.Case
    let query: [Float]
    let key: [Float]
    let value: [Float]

    init(_ sizes: AttentionTests.Case) {
        self.sizes = sizes
        let features = sizes.heads * sizes.headSize
        query = noise(sizes.images * sizes.queries * features).map { $0 * 3 }
        key = noise(sizes.images * sizes.keys * features, seed: 2)
        value = noise(sizes.images * sizes.keys * features, seed: 3)
    }

    func attention(
        causal: Bool = false, mask: Tensor? = nil, masks: [Int]? = nil, scale: Float? = nil
    ) -> Tensor {
        let features = sizes.heads * sizes.headSize
        return Tensors.attention(
            query: Tensor(query, shape: [sizes.images, sizes.queries, features]),
            key: Tensor(key, shape: [sizes.images, sizes.keys, features]),
            value: Tensor(value, shape: [sizes.images, sizes.keys, features]),
            heads: sizes.heads, causal: causal, mask: mask, masks: masks, scale: scale)
    }

    func oracle(
        causal: Bool = false, mask: [Float]? = nil, masks: [Int]? = nil, scale: Double? = nil
    ) -> [Double] {
        Oracle.attention(
            query: query, key: key, value: value, images: sizes.images, queries: sizes.queries, keys: sizes.keys,
            heads: sizes.heads, headSize: sizes.headSize, causal: causal, mask: mask, masks: masks, scale: scale)
    }
}
