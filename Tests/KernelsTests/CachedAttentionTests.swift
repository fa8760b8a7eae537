import Foundation
import Kernels
import TestSupport
import Testing

struct CachedAttentionTests {
    /// Heads, key heads, head length, positions before, new tokens.
    static let shapes = [(1, 1, 8, 0, 1), (4, 2, 12, 5, 3), (6, 1, 33, 17, 1), (8, 8, 64, 0, 40)]

    @Test(arguments: shapes)
    func `new tokens see themselves and everything before`(shape: (Int, Int, Int, Int, Int)) {
        check(shape, window: nil, softCap: nil)
    }

    @Test(arguments: shapes, [1, 4])
    func `a window hides what is too long ago`(shape: (Int, Int, Int, Int, Int), window: Int) {
        check(shape, window: window, softCap: nil)
    }

    @Test(arguments: shapes)
    func `scores are squeezed`(shape: (Int, Int, Int, Int, Int)) {
        check(shape, window: nil, softCap: 0.4)
    }

    private func check(_ sizes: (Int, Int, Int, Int, Int), window: Int?, softCap: Float?) {
        let (heads, keyHeads, length, start, tokens) = sizes
        let shape = CachedAttentionShape(
            heads: heads, keyHeads: keyHeads, headLength: length, scale: 0.7, window: window, softCap: softCap)
        let query = noise(tokens * heads * length)
        let keys = noise((start + tokens) * keyHeads * length, seed: 2)
        let values = noise((start + tokens) * keyHeads * length, seed: 3)
        let found = floats(query.count) {
            cachedAttention(query: query.span, keys: keys.span, values: values.span, start: start, shape, into: &$0)
        }
        let truth = Oracle.cachedAttention(
            query: query, keys: keys, values: values, start: start, heads: heads, keyHeads: keyHeads,
            headLength: length, scale: 0.7, window: window, softCap: softCap.map(Double.init))
        #expect(normalizedError(found, truth) < 1e-12)
    }
}
