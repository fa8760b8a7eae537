import Kernels
import Testing
import TestSupport

struct GroupNormTests {
    struct Shape: Sendable {
        let images, pixels, channels, groups: Int
    }

    static let shapes = [
        Shape(images: 1, pixels: 1, channels: 2, groups: 1), Shape(images: 2, pixels: 7, channels: 7, groups: 7),
        Shape(images: 1, pixels: 9, channels: 9, groups: 3), Shape(images: 3, pixels: 8, channels: 8, groups: 2),
        Shape(images: 1, pixels: 131, channels: 33, groups: 11),
        Shape(images: 2, pixels: 256, channels: 320, groups: 32),
        Shape(images: 1, pixels: 67, channels: 1280, groups: 32),
    ]

    /// Subtraction, factor and shift round once each: 1e-14; SiLU adds as much.
    @Test(arguments: shapes, [false, true])
    func `agrees with the oracle`(shape: Shape, silu: Bool) {
        let input = noise(shape.images * shape.pixels * shape.channels)
        #expect(error(input, shape, silu: silu) < 1e-13)
    }

    /// The input itself is only known to 6e-8 of 1000; nothing is lost beyond that.
    @Test func `keeps its accuracy far from zero`() {
        let shape = Shape(images: 1, pixels: 1031, channels: 64, groups: 8)
        let input = noise(shape.pixels * shape.channels).map { $0 * 0.5 + 1000 }
        #expect(error(input, shape, silu: false) < 1e-8)
    }

    @Test func `keeps its accuracy when one pixel stands out`() {
        let shape = Shape(images: 1, pixels: 4001, channels: 16, groups: 4)
        var input = noise(shape.pixels * shape.channels)
        for channel in 0..<16 { input[channel] = 1000 }
        #expect(error(input, shape, silu: false) < 1e-10)
    }

    @Test func `does not depend on the number of threads`() {
        let shape = Shape(images: 2, pixels: 1009, channels: 96, groups: 32)
        let input = noise(shape.images * shape.pixels * shape.channels)
        let results = withThreadCounts { run(input, shape, silu: true) }
        #expect(results.allSatisfy { $0 == results[0] })
    }

    private func error(_ input: [Float], _ shape: Shape, silu: Bool) -> Double {
        let truth = Oracle.groupNorm(
            input, scale: scale(shape), shift: shift(shape), images: shape.images, groups: shape.groups, epsilon: 1e-5,
            silu: silu)
        return normalizedError(run(input, shape, silu: silu), truth)
    }

    private func run(_ input: [Float], _ shape: Shape, silu: Bool) -> [Float] {
        floats(input.count) {
            groupNorm(
                input.span, scale: scale(shape).span, shift: shift(shape).span, into: &$0, images: shape.images,
                groups: shape.groups, epsilon: 1e-5, silu: silu)
        }
    }

    private func scale(_ shape: Shape) -> [Float] { noise(shape.channels, seed: 2) }
    private func shift(_ shape: Shape) -> [Float] { noise(shape.channels, seed: 3) }
}
