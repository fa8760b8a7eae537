import TestSupport
import Tensors
import Testing

/// The two ways of resizing that networks ask for besides those of graphs.
struct SmoothResizingTests {
    /// Old and new height and width, images and channels.
    static let sizes: [[Int]] = [
        [1, 1, 1, 1, 1, 1], [1, 1, 3, 4, 1, 2], [5, 3, 1, 1, 2, 3], [7, 9, 7, 18, 1, 8], [6, 10, 17, 3, 2, 9],
        [40, 31, 13, 31, 1, 3],
    ]

    @Test(arguments: sizes)
    func `pixels in the corners stay there`(size: [Int]) {
        check(size, resize: resizedBetweenCorners) { old, new, index in
            let place = new > 1 ? Double(index) * Double(old - 1) / Double(new - 1) : 0
            return (0..<old).map { max(0, 1 - abs(place - Double($0))) }
        }
    }

    @Test(arguments: sizes)
    func `a new pixel sees all old ones that it covers`(size: [Int]) {
        check(size, resize: resizedSmoothly) { old, new, index in
            let scale = Double(old) / Double(new)
            let (stretch, center) = (max(scale, 1), scale * (Double(index) + 0.5))
            let weights = (0..<old).map { place -> Double in
                let x = abs((Double(place) + 0.5 - center) / stretch)
                if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
                return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0
            }
            return weights.map { $0 / weights.reduce(0, +) }
        }
    }

    /// - Parameter weights: of the old elements along an axis in a new one.
    private func check(
        _ size: [Int], resize: (Tensor, Int, Int) -> Tensor, weights: (_ old: Int, _ new: Int, _ index: Int) -> [Double]
    ) {
        let (height, width, newHeight, newWidth) = (size[0], size[1], size[2], size[3])
        let (images, channels) = (size[4], size[5])
        let input = noise(images * height * width * channels)
        let found = withThreadCounts {
            resize(Tensor(input, shape: [images, height, width, channels]), newHeight, newWidth)
        }
        var truth: [Double] = []
        for image in 0..<images {
            for row in 0..<newHeight {
                let rows = weights(height, newHeight, row)
                for column in 0..<newWidth {
                    let columns = weights(width, newWidth, column)
                    for channel in 0..<channels {
                        var sum = 0.0
                        for y in 0..<height where rows[y] != 0 {
                            for x in 0..<width {
                                let pixel = (image * height + y) * width + x
                                sum += rows[y] * columns[x] * Double(input[pixel * channels + channel])
                            }
                        }
                        truth.append(sum)
                    }
                }
            }
        }
        #expect(found[0].shape == [images, newHeight, newWidth, channels])
        #expect(normalizedError(found[0].array, truth) < 1e-11)
        #expect(found[1].array == found[0].array && found[2].array == found[0].array)
    }
}
