import Foundation
import Tensors

/// Finds edges: where brightness changes most, along its direction of change.
///
/// - Source: Canny 1986 with the constants of kornia's `canny`: blur of deviation 1 over 5 pixels, Sobel, eight directions.
struct CannyEdges {
    /// Changes of brightness below which there is no edge, and above which there is one.
    let low: Float
    let high: Float

    /// - Shapes: `picture` [N, H, W, 1 or 3 or more] → [N, H, W, 1], 0 or 1.
    func callAsFunction(_ picture: Tensor) -> Tensor {
        let images = (0..<picture.shape[0]).map { edges(Plane(brightnessOf: picture[rows: $0..<$0 + 1])) }
        return concatenate(images, axis: 0)
    }

    private func edges(_ plane: Plane) -> Tensor {
        let blurred = plane.blurred()
        let (strength, direction) = blurred.gradients()
        let size = plane.height * plane.width
        var thinned = [Float](repeating: 0, count: size)
        for index in 0..<size where strength.isPeak(at: index, along: direction[index]) {
            thinned[index] = strength.values[index]
        }
        // Strong edges spread along weak ones.
        var isEdge = thinned.map { $0 > low && $0 > high }
        var waiting = isEdge.indices.filter { isEdge[$0] }
        while let index = waiting.popLast() {
            for neighbour in plane.neighbours(of: index) where !isEdge[neighbour] && thinned[neighbour] > low {
                isEdge[neighbour] = true
                waiting.append(neighbour)
            }
        }
        return Tensor(isEdge.map { $0 ? 1 : 0 }, shape: [1, plane.height, plane.width, 1])
    }
}

/// One number for each pixel.
private struct Plane {
    let height: Int
    let width: Int
    var values: [Float]

    /// Right, then on clockwise, as rows grow downwards.
    static let steps = [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)]

    init(height: Int, width: Int, values: [Float]) {
        (self.height, self.width, self.values) = (height, width, values)
    }

    /// - Shapes: `picture` [1, H, W, C].
    init(brightnessOf picture: Tensor) {
        let channels = picture.shape[3]
        let pixels = picture.values
        self.init(
            height: picture.shape[1], width: picture.shape[2],
            values: (0..<picture.count / channels).map { place in
                let start = place * channels
                guard channels >= 3 else { return pixels[start] }
                return pixels[start] * 0.299 + pixels[start + 1] * 0.587 + pixels[start + 2] * 0.114
            })
    }

    func blurred() -> Plane {
        let curve = (-2...2).map { exp(-Double($0 * $0) / 2) }
        let sum = curve.reduce(0, +)
        let weights = curve.map { Float($0 / sum) }
        func mirrored(_ place: Int, _ length: Int) -> Int {
            let inside = abs(place)
            return min(max(inside < length ? inside : 2 * (length - 1) - inside, 0), length - 1)
        }
        let across = filtered { row, column in
            (-2...2).reduce(0) { $0 + self[row, mirrored(column + $1, width)] * weights[$1 + 2] }
        }
        return filtered { row, column in
            (-2...2).reduce(0) { $0 + across[mirrored(row + $1, height), column] * weights[$1 + 2] }
        }
    }

    /// How much each pixel differs from its neighbours, and to which of eight sides it grows brighter.
    func gradients() -> (strength: Plane, direction: [Int]) {
        var direction = [Int](repeating: 0, count: values.count)
        let strength = filtered { row, column in
            func at(_ down: Int, _ right: Int) -> Float {
                self[min(max(row + down, 0), height - 1), min(max(column + right, 0), width - 1)]
            }
            let right = at(-1, 1) + 2 * at(0, 1) + at(1, 1) - at(-1, -1) - 2 * at(0, -1) - at(1, -1)
            let down = at(1, -1) + 2 * at(1, 0) + at(1, 1) - at(-1, -1) - 2 * at(-1, 0) - at(-1, 1)
            let eighth = (atan2(down, right) * 4 / Float.pi).rounded(.toNearestOrEven)
            direction[row * width + column] = (Int(eighth) + 8) % 8
            return (right * right + down * down + 1e-6).squareRoot()
        }
        return (strength, direction)
    }

    /// Whether a pixel is above both of its neighbours along a direction; outside, there is nothing.
    func isPeak(at index: Int, along direction: Int) -> Bool {
        [direction, (direction + 4) % 8].allSatisfy { side in
            let (down, right) = Self.steps[side]
            let (row, column) = (index / width + down, index % width + right)
            let isInside = row >= 0 && column >= 0 && row < height && column < width
            return values[index] - (isInside ? self[row, column] : 0) > 0
        }
    }

    func neighbours(of index: Int) -> [Int] {
        Self.steps.compactMap { down, right in
            let (row, column) = (index / width + down, index % width + right)
            guard row >= 0, column >= 0, row < height, column < width else { return nil }
            return row * width + column
        }
    }

    private subscript(row: Int, column: Int) -> Float { values[row * width + column] }

    private func filtered(_ value: (Int, Int) -> Float) -> Plane {
        var result = self
        for index in values.indices { result.values[index] = value(index / width, index % width) }
        return result
    }
}
