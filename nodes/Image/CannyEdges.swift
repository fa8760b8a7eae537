import Foundation
import Tensors

/// Finds edges: where brightness changes most, along its direction of change.
///
/// Both sides of a sharp edge change alike, so that the last bit decides which of them is drawn: all sums are taken in torch's
/// order.
///
/// - Source: Canny 1986 with the constants of kornia's `canny`: blur of deviation 1 over 5 pixels, Sobel, eight directions.
/// - Accuracy: the bits of torch on a processor with fused multiply-adds, but for the angle.
struct CannyEdges {
    /// Changes of brightness below which there is no edge, and above which there is one.
    let low: Float
    let high: Float

    /// - Shapes: `picture` [N, H, W, 1 or 3 or more] → [N, H, W, 1], 0 or 1.
    func callAsFunction(_ picture: Tensor) -> Tensor {
        let count = picture.shape[0]
        let images = (0..<count).map { edges(Plane(brightnessOf: picture[rows: $0..<$0 + 1]), isAlone: count == 1) }
        return concatenate(images, axis: 0)
    }

    private func edges(_ plane: Plane, isAlone: Bool) -> Tensor {
        let blurred = plane.blurred(isAlone: isAlone)
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
                return (pixels[start] * 0.299).addingProduct(pixels[start + 1], 0.587)
                    .addingProduct(pixels[start + 2], 0.114)
            })
    }

    /// Elements, with the margins of the filter, up to which torch rounds every product of a picture that comes alone.
    private static let plainSumLimit = 20_480

    func blurred(isAlone: Bool) -> Plane {
        let curve = (-2...2).map { exp(-Float($0 * $0) / 2) }
        let sum = curve.reduce(0, +)
        let weights = curve.map { $0 / sum }
        func mirrored(_ place: Int, _ length: Int) -> Int {
            let inside = abs(place)
            return min(max(inside < length ? inside : 2 * (length - 1) - inside, 0), length - 1)
        }
        func weighted(_ count: Int, _ value: (Int) -> Float) -> Float {
            let first = value(-2) * weights[0]
            guard isAlone, count <= Self.plainSumLimit else {
                return (-1...2).reduce(first) { $0.addingProduct(value($1), weights[$1 + 2]) }
            }
            return (-1...2).reduce(first) { $0 + value($1) * weights[$1 + 2] }
        }
        let across = filtered { row, column in
            weighted(height * (width + 4)) { self[row, mirrored(column + $0, width)] }
        }
        return filtered { row, column in
            weighted((height + 4) * width) { across[mirrored(row + $0, height), column] }
        }
    }

    /// How much each pixel differs from its neighbours, and to which of eight sides it grows brighter.
    func gradients() -> (strength: Plane, direction: [Int]) {
        var direction = [Int](repeating: 0, count: values.count)
        let strength = filtered { row, column in
            func at(_ down: Int, _ right: Int) -> Float {
                self[min(max(row + down, 0), height - 1), min(max(column + right, 0), width - 1)]
            }
            let right = at(-1, 1) - at(-1, -1) - 2 * at(0, -1) + 2 * at(0, 1) - at(1, -1) + at(1, 1)
            let down = -at(-1, -1) - 2 * at(-1, 0) - at(-1, 1) + at(1, -1) + 2 * at(1, 0) + at(1, 1)
            let eighth = (atan2(down, right) * 4 / Float(Double.pi)).rounded(.toNearestOrEven)
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
