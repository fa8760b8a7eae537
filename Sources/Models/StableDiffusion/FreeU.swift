import Foundation
import Tensors

/// Strengthens what a U-Net has made up on the way up, and damps the coarsest waves of its skips.
///
/// Source: Si et al. 2023, "FreeU: Free Lunch in Diffusion U-Net".
public struct FreeU: Sendable, Hashable {
    private let b1: Float, b2: Float
    private let s1: Float, s2: Float
    private let modelChannels: Int
    private let version: Version

    public enum Version: Sendable, Hashable {
        /// Half of the channels are scaled alike everywhere.
        case one
        /// More where the mean over the channels is high.
        case two
    }

    /// - Parameters:
    ///   - b1: factor of the hidden state in blocks of four times the model's channels; `b2` for two times.
    ///   - s1: factor of the skip's coarsest waves there; `s2` likewise.
    public init(b1: Float, b2: Float, s1: Float, s2: Float, modelChannels: Int, version: Version) {
        (self.b1, self.b2, self.s1, self.s2) = (b1, b2, s1, s2)
        self.modelChannels = modelChannels
        self.version = version
    }

    /// - Shapes: `hidden` [N, H, W, C], `skip` [N, H, W, S] → the same.
    public func callAsFunction(_ hidden: Tensor, _ skip: Tensor) -> (hidden: Tensor, skip: Tensor) {
        switch hidden.shape[3] {
        case 4 * modelChannels: (strengthened(hidden, by: b1), damped(skip, by: s1))
        case 2 * modelChannels: (strengthened(hidden, by: b2), damped(skip, by: s2))
        default: (hidden, skip)
        }
    }

    /// The first half of the channels, scaled.
    private func strengthened(_ hidden: Tensor, by factor: Float) -> Tensor {
        let channels = hidden.shape[3]
        let half = channels / 2
        let cells = hidden.count / channels
        let factors: [Float]
        switch version {
        case .one: factors = [Float](repeating: factor, count: cells)
        case .two: factors = means(hidden).map { (factor - 1) * $0 + 1 }
        }
        var scaled = hidden
        scaled.withMutableValues { values in
            for cell in 0..<cells {
                for channel in cell * channels..<cell * channels + half { values[channel] *= factors[cell] }
            }
        }
        return scaled
    }

    /// The mean over the channels of each cell, spread over 0 to 1 within each image.
    private func means(_ hidden: Tensor) -> [Float] {
        let channels = hidden.shape[3]
        let ones = Tensor(repeating: 1 / Float(channels), shape: [channels, 1])
        let means = matmul(hidden.reshaped([hidden.count / channels, channels]), ones).array
        let cells = hidden.shape[1] * hidden.shape[2]
        return stride(from: 0, to: means.count, by: cells).flatMap { start in
            let image = means[start..<start + cells]
            let low = image.min() ?? 0
            let range = (image.max() ?? 0) - low
            return image.map { ($0 - low) / range }
        }
    }

    /// The waves of frequency 0 and -1 along each axis, scaled; a discrete Fourier transform at these four alone.
    private func damped(_ skip: Tensor, by factor: Float) -> Tensor {
        let (height, width, channels) = (skip.shape[1], skip.shape[2], skip.shape[3])
        let cells = height * width
        var waves: [[Double]] = []
        for row in height > 1 ? [0, -1] : [0] {
            for column in width > 1 ? [0, -1] : [0] {
                let angles = (0..<cells).map { cell in
                    2 * Double.pi
                        * (Double(row * (cell / width)) / Double(height) + Double(column * (cell % width))
                            / Double(width))
                }
                waves += [angles.map { cos($0) }, angles.map { sin($0) }]
            }
        }
        let basis = Tensor(waves.joined().map { Float($0) }, shape: [waves.count, cells])
        let synthesis = transposed(basis, [1, 0])
        let images = (0..<skip.shape[0]).map { index in
            let image = skip[rows: index..<index + 1].reshaped([cells, channels])
            // Re(X · e^iθ) with X = Σ x · e^-iθ is the sum of what cosines and sines find.
            let found = matmul(synthesis, matmul(basis, image))
            return image.adding(found, times: (factor - 1) / Float(cells))
        }
        return concatenate(images, axis: 0).reshaped(skip.shape)
    }
}
