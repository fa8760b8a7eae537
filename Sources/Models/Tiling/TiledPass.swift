import Tensors

/// Takes images through a network tile by tile, and blends the results where tiles overlap.
///
/// Weights rise in a straight line over the overlap, at the borders of the image as well, where dividing by their sum
/// undoes it.
///
/// - Source: the behaviour of `tiled_scale` in ComfyUI's `utils.py`.
public struct TiledPass: Sendable {
    /// In pixels of the input.
    public let tileHeight: Int, tileWidth: Int
    public let overlap: Int
    public let scale: Scale

    /// What the network does to sizes.
    public enum Scale: Sendable, Hashable {
        case up(Int)
        case down(Int)

        func callAsFunction(_ length: Int) -> Int {
            switch self {
            case .up(let factor): length * factor
            case .down(let factor): Int((Double(length) / Double(factor)).rounded(.toNearestOrEven))
            }
        }
    }

    public init(tileHeight: Int, tileWidth: Int, overlap: Int, scale: Scale) {
        precondition(
            overlap >= 0 && overlap < tileHeight && overlap < tileWidth,
            "tiles of \(tileHeight) x \(tileWidth) that overlap by \(overlap)")
        self.tileHeight = tileHeight
        self.tileWidth = tileWidth
        self.overlap = overlap
        self.scale = scale
    }

    /// Tiles of an image of this size.
    public func tileCount(height: Int, width: Int) -> Int {
        starts(height, tileHeight).count * starts(width, tileWidth).count
    }

    /// - Parameter network: for one tile at a time, [1, h, w, C] → [1, scale(h), scale(w), C'].
    /// - Shapes: `images` [N, H, W, C] → [N, scale(H), scale(W), C'].
    /// - Throws: `CancellationError`; whatever `network` throws.
    public func callAsFunction(_ images: Tensor, _ network: (Tensor) throws -> Tensor) throws -> Tensor {
        let results = try (0..<images.shape[0]).map { try blend(images[rows: $0..<$0 + 1], network) }
        return results.count == 1 ? results[0] : concatenate(results, axis: 0)
    }

    private func blend(_ image: Tensor, _ network: (Tensor) throws -> Tensor) throws -> Tensor {
        let height = image.shape[1]
        let width = image.shape[2]
        if height <= tileHeight && width <= tileWidth { return try network(image) }

        var canvas: BlendedTiles?
        for top in starts(height, tileHeight) {
            let rows = image.sliced(axis: 1, top..<min(top + tileHeight, height))
            for left in starts(width, tileWidth) {
                try Task.checkCancellation()
                let made = try network(rows.sliced(axis: 2, left..<min(left + tileWidth, width)))
                var target = canvas ?? BlendedTiles(height: scale(height), width: scale(width), channels: made.shape[3])
                canvas = nil
                target.add(made, top: scale(top), left: scale(left), feather: scale(overlap))
                canvas = target
            }
        }
        guard let canvas else { preconditionFailure("no tiles in \(image.shape)") }
        return canvas.mean
    }

    private func starts(_ length: Int, _ tile: Int) -> [Int] {
        length > tile ? Array(stride(from: 0, to: length - overlap, by: tile - overlap)) : [0]
    }
}

/// A picture under construction: the sum of weighted tiles, and the sum of their weights.
private struct BlendedTiles {
    private var sum: Tensor
    private var weights: Tensor

    init(height: Int, width: Int, channels: Int) {
        sum = Tensor(zeros: [1, height, width, channels])
        weights = sum
    }

    var mean: Tensor { sum / weights }

    /// - Shapes: `tile` [1, h, w, C].
    mutating func add(_ tile: Tensor, top: Int, left: Int, feather: Int) {
        let height = tile.shape[1]
        let width = tile.shape[2]
        let channels = tile.shape[3]
        let width2 = sum.shape[2]
        precondition(
            top + height <= sum.shape[1] && left + width <= width2 && channels == sum.shape[3],
            "a tile \(tile.shape) at \(top), \(left) of \(sum.shape)")
        let vertical = ramp(height, feather)
        let horizontal = ramp(width, feather)
        let values = tile.values
        sum.withMutableValues { sum in
            weights.withMutableValues { weights in
                for row in 0..<height {
                    var source = row * width * channels
                    var target = ((top + row) * width2 + left) * channels
                    for column in 0..<width {
                        let weight = vertical[row] * horizontal[column]
                        for _ in 0..<channels {
                            sum[target] += values[source] * weight
                            weights[target] += weight
                            source += 1
                            target += 1
                        }
                    }
                }
            }
        }
    }

    /// Weights along one edge of a tile.
    private func ramp(_ length: Int, _ feather: Int) -> [Float] {
        var ramp = [Float](repeating: 1, count: length)
        guard feather < length else { return ramp }
        for step in 0..<feather {
            let weight = Float(Double(step + 1) / Double(feather))
            ramp[step] *= weight
            ramp[length - 1 - step] *= weight
        }
        return ramp
    }
}
