import TestSupport
import Tensors
import Testing

/// What networks that find things in pictures need besides.
struct DetectionTests {
    // Plain 32-bit sums of at most 49 products: a relative error of 3e-7.
    static let tolerance = 1e-13

    static let windows: [Oracle.Window] = [
        .init(height: 1, width: 1, inputs: 1, outputs: 1),
        .init(images: 2, height: 7, width: 5, inputs: 9, outputs: 9),
        .init(height: 8, width: 9, inputs: 8, outputs: 8, stride: 2),
        .init(images: 3, height: 6, width: 11, inputs: 17, outputs: 17, kernel: 5, padding: [2, 2, 2, 2]),
        .init(height: 9, width: 4, inputs: 40, outputs: 40, kernel: 5, stride: 2, padding: [2, 2, 2, 2]),
        .init(height: 13, width: 13, inputs: 7, outputs: 7, kernel: 7, padding: [3, 3, 3, 3]),
    ]

    @Test(arguments: windows)
    func `a depthwise convolution agrees with the oracle`(window: Oracle.Window) {
        let input = noise(window.inputCount)
        let weights = noise(window.kernel * window.kernel * window.inputs, seed: 2)
        let found = withThreadCounts {
            convolveDepthwise(
                Tensor(input, shape: [window.images, window.height, window.width, window.inputs]),
                Tensor(weights, shape: [window.kernel, window.kernel, window.inputs]), stride: window.stride,
                padding: window.padding[0])
        }
        #expect(found[0].shape == [window.images, window.outputHeight, window.outputWidth, window.inputs])
        #expect(normalizedError(found[0].array, Oracle.convolveDepthwise(input, weights, window)) < Self.tolerance)
        #expect(found[1].array == found[0].array && found[2].array == found[0].array)
    }

    @Test(arguments: [(1, 8), (5, 16), (37, 24)])
    func `deformable attention agrees with the oracle, outside of the grids as well`(queries: Int, width: Int) {
        let grids = [(height: 5, width: 7), (height: 3, width: 2), (height: 1, width: 1)]
        let points = [3, 2, 1]
        let values = noise(42 * width)
        // From well outside on one side to well outside on the other.
        let places = noise(queries * 8 * 6 * 2, seed: 2).map { 0.5 + 0.9 * $0 }
        let weights = noise(queries * 8 * 6, seed: 3)
        let found = withThreadCounts {
            deformableAttention(
                Tensor(values, shape: [42, width]), places: Tensor(places, shape: [queries, 8, 6, 2]),
                weights: Tensor(weights, shape: [queries, 8, 6]), grids: grids, points: points)
        }
        let truth = Oracle.sampleDeformably(
            values, places: places, weights: weights, heads: 8, width: width, grids: grids, points: points)
        // Places are rounded to 32 bits before they are split into cells and parts.
        #expect(normalizedError(found[0].array, truth) < 1e-12)
        #expect(found[1].array == found[0].array && found[2].array == found[0].array)
    }

    @Test func `places that are no numbers give nothing`() {
        let found = deformableAttention(
            Tensor([1, 2, 3, 4, 5, 6, 7, 8], shape: [1, 8]),
            places: Tensor([.nan, 0.5, .infinity, 0.5], shape: [1, 1, 2, 2]),
            weights: Tensor([1, 1], shape: [1, 1, 2]), grids: [(height: 1, width: 1)], points: [2])
        #expect(found.array == [Float](repeating: 0, count: 8))
    }

    @Test(arguments: [1, 7, 8, 33], [false, true])
    func `channels are scaled and shifted, and cut off at zero where that is asked for`(channels: Int, rectified: Bool)
    {
        let (values, scale, shift) = (noise(29 * channels), noise(channels, seed: 2), noise(channels, seed: 3))
        let found = withThreadCounts {
            scaledChannels(
                Tensor(values, shape: [29, channels]), by: Tensor(scale, shape: [channels]),
                shift: Tensor(shift, shape: [channels]), rectified: rectified)
        }
        let truth = values.indices.map { index in
            let value = Double(values[index]) * Double(scale[index % channels]) + Double(shift[index % channels])
            return rectified ? max(0, value) : value
        }
        #expect(normalizedError(found[0].array, truth) < Self.tolerance)
        #expect(found[1].array == found[0].array && found[2].array == found[0].array)
    }

    @Test func `the largest of neighbours takes zeros beyond the last row and column`() {
        let image = Tensor([1, -5, -3, -4, 2, -6], shape: [1, 2, 3, 1])
        #expect(largestOfNeighbours(image).array == [2, 2, 0, 2, 2, 0])
    }

    @Test(arguments: [(1, 1, 1), (2, 3, 9), (5, 17, 11)])
    func `blurred planes agree with the oracle`(planes: Int, height: Int, width: Int) {
        let (input, half) = (noise(planes * height * width), [0.4, 0.2, 0.07, 0.03])
        let found = withThreadCounts {
            blurredPlanes(Tensor(input, shape: [planes, height, width]), by: half)
        }
        #expect(
            normalizedError(found[0].array, Oracle.blurPlanes(input, by: half, height: height, width: width))
                < Self.tolerance)
        #expect(found[1].array == found[0].array && found[2].array == found[0].array)
    }

    @Test func `the highest place of a single cell is that cell`() {
        #expect(highestPlaces(Tensor([-2, 7], shape: [2, 1, 1])).map(\.place) == [0, 0])
    }

    @Test func `the first of the highest places is found`() {
        let places = highestPlaces(Tensor([1, 3, 3, 2, -1, -4, -1, -2], shape: [2, 2, 2]))
        #expect(places.map(\.place) == [1, 0])
        #expect(places.map(\.height) == [3, -1])
    }
}
