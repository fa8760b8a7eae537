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

    @Test(arguments: shapes, KeyValueElement.allCases)
    func `what is remembered in fewer bits costs little`(
        shape: (Int, Int, Int, Int, Int), element: KeyValueElement
    ) {
        let allowed: Double =
            switch element {
            case .float32: 1e-12
            // Half precision has 11 bits, bytes have 8 with their sign.
            case .float16: 1e-6
            case .int8: 1e-4
            }
        check(shape, window: nil, softCap: nil, element: element, allowed: allowed)
    }

    @Test(arguments: KeyValueElement.allCases)
    func `a token does not depend on those beside it`(element: KeyValueElement) {
        // Three texts of several pages, the longest of more than one stretch, read in other portions each time.
        let shape = CachedAttentionShape(heads: 6, keyHeads: 2, headLength: 40, scale: 0.2, window: 270)
        let lengths = [3, 130, 301]
        let texts = lengths.enumerated().map { index, length in
            (
                noise(length * 240, seed: UInt64(3 * index + 1)), noise(length * 80, seed: UInt64(3 * index + 2)),
                noise(length * 80, seed: UInt64(3 * index + 3))
            )
        }
        func results(portion: Int) -> [[Float]] {
            var caches = lengths.map { _ in KeyValuePages(element, heads: 2, headLength: 40) }
            var results = lengths.map { _ in [Float]() }
            for start in stride(from: 0, to: 301, by: portion) {
                let parts = lengths.map { min(start, $0)..<min(start + portion, $0) }
                var query: [Float] = []
                for (index, part) in parts.enumerated() {
                    let rows = part.lowerBound * 80..<part.upperBound * 80
                    let (keys, values) = (Array(texts[index].1[rows]), Array(texts[index].2[rows]))
                    caches[index].append(keys: keys.span, values: values.span)
                    query += texts[index].0[part.lowerBound * 240..<part.upperBound * 240]
                }
                let cached = zip(parts, caches).map { CachedText(tokens: $0.count, pages: $1) }
                var found = floats(query.count) { cachedAttention(query: query.span, cached, shape, into: &$0) }[...]
                for (index, part) in parts.enumerated() {
                    results[index] += found.prefix(part.count * 240)
                    found = found.dropFirst(part.count * 240)
                }
            }
            return results
        }
        let one = withThreadCounts { results(portion: 1) }
        #expect(one[0] == one[1] && one[0] == one[2])
        #expect(results(portion: 7) == one[0])
        #expect(results(portion: 301) == one[0])
    }

    @Test(arguments: [1, 7, 64])
    func `what no new token looks back at is let go, and nothing else`(portion: Int) {
        let rows = noise(600 * 8)
        let shape = CachedAttentionShape(heads: 1, keyHeads: 1, headLength: 8, scale: 1, window: 70)
        var all = KeyValuePages(.float32, heads: 1, headLength: 8)
        var some = KeyValuePages(.float32, heads: 1, headLength: 8, window: 70)
        for start in stride(from: 0, to: 600, by: portion) {
            let part = Array(rows[start * 8..<min(600, start + portion) * 8])
            all.append(keys: part.span, values: part.span)
            some.append(keys: part.span, values: part.span)
            let tokens = part.count / 8
            let query = noise(part.count, seed: 5)
            let found = [all, some].map { pages in
                floats(part.count) {
                    cachedAttention(query: query.span, [CachedText(tokens: tokens, pages: pages)], shape, into: &$0)
                }
            }
            #expect(found[0] == found[1])
        }
        #expect(all.isWhole && !some.isWhole)
        // The window, a page that may be taken back, and those that are begun.
        #expect(some.byteCount <= all.byteCount / 10 * 5)
        #expect(some.canTruncate(to: 599) && some.canTruncate(to: 0) && !some.canTruncate(to: 300))
        #expect(all.canTruncate(to: 300))
        some.truncate(to: 0)
        #expect(some.count == 0 && some.isWhole)
    }

    @Test func `copies share what they had, and go on apart`() {
        var first = KeyValuePages(.float32, heads: 1, headLength: 8)
        let rows = noise(100 * 8)
        first.append(keys: rows.span, values: rows.span)
        let before = look(first)
        var second = first
        second.truncate(to: 70)
        let more = noise(8, seed: 9)
        second.append(keys: more.span, values: more.span)
        #expect(first.count == 100 && second.count == 71)
        #expect(look(first) == before)
        second.truncate(to: 70)
        first.truncate(to: 70)
        #expect(look(first) == look(second))
    }

    private func look(_ pages: KeyValuePages) -> [Float] {
        let shape = CachedAttentionShape(heads: 1, keyHeads: 1, headLength: 8, scale: 1)
        let query = noise(8, seed: 4)
        return floats(8) {
            cachedAttention(query: query.span, [CachedText(tokens: 1, pages: pages)], shape, into: &$0)
        }
    }

    private func check(
        _ sizes: (Int, Int, Int, Int, Int), window: Int?, softCap: Float?, element: KeyValueElement = .float32,
        allowed: Double = 1e-12
    ) {
        let (heads, keyHeads, length, start, tokens) = sizes
        let shape = CachedAttentionShape(
            heads: heads, keyHeads: keyHeads, headLength: length, scale: 0.7, window: window, softCap: softCap)
        let query = noise(tokens * heads * length)
        let keys = noise((start + tokens) * keyHeads * length, seed: 2)
        let values = noise((start + tokens) * keyHeads * length, seed: 3)
        var pages = KeyValuePages(element, heads: keyHeads, headLength: length)
        pages.append(keys: keys.span, values: values.span)
        let text = CachedText(tokens: tokens, pages: pages)
        let found = floats(query.count) { cachedAttention(query: query.span, [text], shape, into: &$0) }
        let truth = Oracle.cachedAttention(
            query: query, keys: keys, values: values, start: start, heads: heads, keyHeads: keyHeads,
            headLength: length, scale: 0.7, window: window, softCap: softCap.map(Double.init))
        #expect(normalizedError(found, truth) < allowed)
    }
}
