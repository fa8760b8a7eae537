import Foundation
import Kernels
import Testing
import TestSupport

struct ElementwiseTests {
    typealias Kernel = @Sendable (Span<Float>, inout MutableSpan<Float>) -> Void

    /// A kernel, what it should be, and its largest error in units of the last place where the truth is above `floor`.
    struct Function: Sendable, CustomStringConvertible {
        let description: String
        let kernel: Kernel
        let oracle: @Sendable ([Float]) -> [Double]
        let ulp: Double
        var floor = Float.leastNormalMagnitude
    }

    // In the tails of the activations eˣ multiplies the rounding of x by x; below the floors they are zero to a model.
    static let functions = [
        Function(description: "exp", kernel: { exp($0, into: &$1) }, oracle: { Oracle.exp($0) }, ulp: 1.1),
        Function(description: "tanh", kernel: { tanh($0, into: &$1) }, oracle: { Oracle.tanh($0) }, ulp: 1.5),
        Function(description: "erf", kernel: { erf($0, into: &$1) }, oracle: { Oracle.erf($0) }, ulp: 1.5),
        Function(description: "sigmoid", kernel: { sigmoid($0, into: &$1) }, oracle: { Oracle.sigmoid($0) }, ulp: 2.5),
        Function(
            description: "silu", kernel: { silu($0, into: &$1) }, oracle: { Oracle.silu($0) }, ulp: 3, floor: 1e-36),
        Function(
            description: "gelu", kernel: { gelu($0, into: &$1) }, oracle: { Oracle.gelu($0) }, ulp: 100, floor: 1e-13),
        Function(
            description: "geluTanh", kernel: { geluTanh($0, into: &$1) }, oracle: { Oracle.geluTanh($0) }, ulp: 100,
            floor: 1e-9),
        Function(
            description: "quickGELU", kernel: { quickGELU($0, into: &$1) }, oracle: { Oracle.quickGELU($0) }, ulp: 100,
            floor: 1e-30),
    ]

    @Test(arguments: functions)
    func `has a small error in the last place`(function: Function) {
        var worst = 0.0
        var place: Float = 0
        let x = Self.sweep
        let found = run(function.kernel, x)
        for (index, wanted) in function.oracle(x).enumerated() {
            let nearest = Float(wanted)
            guard nearest.isFinite, abs(nearest) >= function.floor else { continue }
            let error = abs(Double(found[index]) - wanted) / Double(nearest.ulp)
            if error > worst { (worst, place) = (error, x[index]) }
        }
        #expect(worst <= function.ulp, "at \(place)")
    }

    /// Rounding once or twice gives 1e-15; a coefficient that is off by one in its last digit shows.
    @Test(arguments: functions)
    func `agrees with the oracle at awkward counts`(function: Function) {
        for count in [1, 7, 8, 9, 31, 4096 * 320 / 8] {
            let x = noise(count).map { $0 * 6 }
            #expect(normalizedError(run(function.kernel, x), function.oracle(x)) < 1e-13)
        }
    }

    @Test func `exp reaches its limits`() {
        let found = run({ exp($0, into: &$1) }, [-.infinity, -200, 0, 88.8, .infinity, .nan, -87.5, -103])
        #expect(found[0...4].elementsEqual([0, 0, 1, .infinity, .infinity]))
        #expect(found[5].isNaN)
        #expect(found[6] == Float(Foundation.exp(-87.5)) && found[7] == Float(Foundation.exp(-103.0)))
    }

    @Test func `a leaky rectifier keeps what is positive and scales the rest`() {
        for count in [0, 1, 7, 8, 9, 4096 * 320 / 8 + 3] {
            let x = noise(count)
            let wanted = x.map { $0 > 0 ? $0 : 0.2 * $0 }
            let results = withThreadCounts { () -> [Float] in
                var values = x
                var span = values.mutableSpan
                leakyRectify(&span, slope: 0.2)
                return values
            }
            #expect(results.allSatisfy { $0 == wanted })
        }
    }

    @Test func `activations do not depend on the number of threads`() {
        let x = noise(100_003)
        let results = withThreadCounts { run({ gelu($0, into: &$1) }, x) }
        #expect(results.allSatisfy { $0 == results[0] })
    }

    /// Floats of both signs from 2⁻³⁰ up to 120, four thousand to each power of two.
    static let sweep: [Float] = (-30..<7).flatMap { power in
        (0..<4096).flatMap { step -> [Float] in
            let x = Float(sign: .plus, exponent: power, significand: 1 + Float(step) / 4096)
            return [x, -x]
        }
    }

    private func run(_ kernel: Kernel, _ input: [Float]) -> [Float] {
        floats(input.count) { kernel(input.span, &$0) }
    }
}
