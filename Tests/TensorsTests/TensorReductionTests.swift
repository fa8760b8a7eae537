import TestSupport
import Tensors
import Testing

struct TensorReductionTests {
    static let counts = [2, 7, 8, 9, 131, 100_003]

    @Test(arguments: counts)
    func `summaries agree with their definitions`(count: Int) {
        let values = noise(count).map { $0 + 3 }
        let x = Tensor(values, shape: [count])
        let doubles = values.map(Double.init)
        let mean = doubles.reduce(0, +) / Double(count)
        let deviation = doubles.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let square = doubles.reduce(0) { $0 + $1 * $1 }
        #expect(near(x.mean, mean))
        #expect(near(x.sum, mean * Double(count)))
        #expect(near(x.standardDeviation, (deviation / Double(count - 1)).squareRoot()))
        #expect(near(x.norm, square.squareRoot()))
        #expect(x.least == values.min() && x.greatest == values.max())
    }

    @Test func `summaries do not depend on the number of threads`() {
        let x = Tensor(noise(200_003), shape: [200_003])
        let results = withThreadCounts { [x.mean, x.standardDeviation, x.norm] }
        #expect(results.allSatisfy { $0 == results[0] })
    }

    @Test func `rows have summaries and factors of their own`() {
        let x = Tensor([1, 2, 3, 10, 20, 30], shape: [2, 3])
        #expect(x.perRow(\.mean) == [2, 20])
        #expect(x.perRow(\.standardDeviation) == [1, 10])
        #expect(x.scaledPerRow(by: [2, 0.5]).array == [2, 4, 6, 5, 10, 15])
    }

    /// Doubles were rounded to a float once.
    private func near(_ found: Float, _ wanted: Double) -> Bool { abs(found - Float(wanted)) <= Float(wanted).ulp }
}
