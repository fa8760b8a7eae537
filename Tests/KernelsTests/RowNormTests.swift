import Kernels
import Testing
import TestSupport

struct RowNormTests {
    /// Rows and columns: one element, the edges of a vector, a prime, and a layer of a U-Net.
    static let shapes = [(1, 1), (3, 2), (3, 7), (2, 8), (5, 9), (4, 31), (3, 131), (154, 768), (64, 1280)]

    @Test(arguments: shapes)
    func `layerNorm agrees with the oracle`(rows: Int, columns: Int) {
        let input = noise(rows * columns)
        let (scale, shift) = (noise(columns, seed: 2), noise(columns, seed: 3))
        let found = floats(input.count) {
            layerNorm(input.span, scale: scale.span, shift: shift.span, into: &$0, epsilon: 1e-5)
        }
        #expect(normalizedError(found, Oracle.layerNorm(input, scale: scale, shift: shift, epsilon: 1e-5)) < 1e-12)
    }

    /// The input itself is only known to 6e-8 of 1000; nothing is lost beyond that.
    @Test func `layerNorm keeps its accuracy far from zero`() {
        let input = noise(4 * 640).map { $0 * 0.5 + 1000 }
        let ones = [Float](repeating: 1, count: 640)
        let zeros = [Float](repeating: 0, count: 640)
        let found = floats(input.count) {
            layerNorm(input.span, scale: ones.span, shift: zeros.span, into: &$0, epsilon: 1e-5)
        }
        #expect(normalizedError(found, Oracle.layerNorm(input, scale: ones, shift: zeros, epsilon: 1e-5)) < 1e-8)
    }

    @Test(arguments: shapes)
    func `rmsNorm agrees with the oracle`(rows: Int, columns: Int) {
        let input = noise(rows * columns)
        let scale = noise(columns, seed: 2)
        let found = floats(input.count) { rmsNorm(input.span, scale: scale.span, into: &$0, epsilon: 1e-6) }
        #expect(normalizedError(found, Oracle.rmsNorm(input, scale: scale, epsilon: 1e-6)) < 1e-12)
    }

    @Test(arguments: shapes)
    func `softmax agrees with the oracle`(rows: Int, columns: Int) {
        let input = noise(rows * columns).map { $0 * 10 }
        #expect(normalizedError(softmax(input, columns: columns), Oracle.softmax(input, columns: columns)) < 1e-12)
    }

    @Test func `softmax stays finite for logits that would overflow exp`() {
        #expect(softmax([1000, 1000], columns: 2) == [0.5, 0.5])
    }

    @Test func `softmax gives masked logits nothing`() {
        #expect(softmax([-.infinity, 3, -.infinity], columns: 3) == [0, 1, 0])
    }

    @Test func `rows do not depend on the number of threads`() {
        let input = noise(997 * 131)
        let results = withThreadCounts { softmax(input, columns: 131) }
        #expect(results.allSatisfy { $0 == results[0] })
    }

    private func softmax(_ input: [Float], columns: Int) -> [Float] {
        floats(input.count) { Kernels.softmax(input.span, into: &$0, columns: columns) }
    }
}
