import Tensors

/// Sums over the channels of a latent.
extension Tensor {
    /// One number for each cell, from all its channels.
    ///
    /// - Shapes: self [N, C, H, W] → [N, 1, H, W].
    func overChannels(_ reduce: ([Float]) -> Float) -> Tensor {
        let (channels, cells) = (shape[1], shape[2] * shape[3])
        return Tensor(shape: [shape[0], 1, shape[2], shape[3]]) { result in
            let values = values
            var column = [Float](repeating: 0, count: channels)
            for image in 0..<shape[0] {
                for cell in 0..<cells {
                    for channel in 0..<channels {
                        column[channel] = values[(image * channels + channel) * cells + cell]
                    }
                    result[image * cells + cell] = reduce(column)
                }
            }
        }
    }

    /// The length of each cell's vector.
    ///
    /// - Shapes: self [N, C, H, W] → [N, 1, H, W].
    var channelNorms: Tensor {
        overChannels { column in column.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    }
}
