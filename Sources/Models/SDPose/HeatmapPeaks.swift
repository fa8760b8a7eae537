import Foundation
import Tensors

/// Where maps are highest, to parts of a pixel: one step of Newton's method on the logarithm of the blurred map.
///
/// - Source: Zhang et al. 2020, Distribution-Aware Coordinate Representation; blur and limits as ComfyUI has them, in its mix
///   of 32- and 64-bit numbers.
struct HeatmapPeaks {
    struct Peak: Hashable {
        /// - Units: cells of the map; -1 each where the map is not above zero anywhere.
        let x: Float
        let y: Float
        /// The map there.
        let height: Float

        var isFound: Bool { !(height <= 0) }
    }

    /// Of each image, the peak of each map.
    let images: [[Peak]]

    /// - Shapes: `maps` [N, H, W, points].
    init(_ maps: Tensor) {
        let (count, height, width, points) = (maps.shape[0], maps.shape[1], maps.shape[2], maps.shape[3])
        let planes = channelsFirst(maps).reshaped([count * points, height, width])
        let blurred = blurredPlanes(planes, by: Self.bell)
        let (highest, highestBlurred) = (highestPlaces(planes), highestPlaces(blurred))
        let peaks = highest.indices.map { index -> Peak in
            let (place, top) = highest[index]
            guard top > 0 || top.isNaN else { return Peak(x: -1, y: -1, height: top) }
            let factor = highestBlurred[index].height > 0 ? top / highestBlurred[index].height : 1
            let own = blurred[rows: index..<index + 1].array
            let (x, y) = (place % width, place / width)
            let step = Self.step { right, down in
                let (column, row) = (min(max(x + right, 0), width - 1), min(max(y + down, 0), height - 1))
                return logf(min(max(own[row * width + column] * factor, 1e-3), 50))
            }
            return Peak(x: Float(Double(x) - step.x), y: Float(Double(y) - step.y), height: top)
        }
        images = (0..<count).map { Array(peaks[$0 * points..<($0 + 1) * points]) }
    }

    /// A bell curve with a deviation of 2 cells, from its middle to where it is cut off.
    private static let bell: [Double] = {
        let half = (0...5).map { exp(-0.5 / 4 * Double($0 * $0)) }
        let sum = half[0] + 2 * half.dropFirst().reduce(0, +)
        return half.map { $0 / sum }
    }()

    /// By how much the highest place of the parabola through a cell and its neighbours lies left of it and above it.
    private static func step(_ value: (_ right: Int, _ down: Int) -> Float) -> (x: Double, y: Double) {
        let middle = value(0, 0)
        let (right, left, below, above) = (value(1, 0), value(-1, 0), value(0, 1), value(0, -1))
        let (across, down) = (Double(0.5 * (right - left)), Double(0.5 * (below - above)))
        let mixed = value(1, 1) - right - below + middle + middle - left - above + value(-1, -1)
        // Flat maps have no curvature to divide by.
        let least = Double(Float.ulpOfOne)
        let a = Double(right - 2 * middle + left) + least
        let b = Double(0.5 * mixed)
        let d = Double(below - 2 * middle + above) + least
        let determinant = a * d - b * b
        guard determinant != 0 else { return (0, 0) }
        return ((d * across - b * down) / determinant, (a * down - b * across) / determinant)
    }
}
