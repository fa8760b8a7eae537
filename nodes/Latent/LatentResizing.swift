import Engine
import Tensors

/// How cells are interpolated when a latent changes its size.
enum LatentResizing: String, Choice {
    case nearestExact = "nearest-exact"
    case bilinear
    case area
    case bicubic
    case bislerp

    var method: ResizeMethod {
        switch self {
        case .nearestExact: .nearestExact
        case .bilinear: .bilinear
        case .area: .area
        case .bicubic: .bicubic
        case .bislerp: .bislerp
        }
    }
}

extension Latent {
    /// The samples of pictures.
    ///
    /// - Shapes: [N, C, H, W].
    /// - Throws: `LatentError` for latents of videos, which have a direction more.
    var pictures: Tensor {
        get throws(LatentError) {
            guard samples.shape.count == 4 else { throw .isVideo }
            return samples
        }
    }

    /// The samples of `other` in this latent's size, and as many of them unless `keepingBatch`.
    func matching(_ other: Latent, keepingBatch: Bool = false) throws(LatentError) -> Tensor {
        var fitted = try other.samples.spread(overChannelsOf: samples)
        if fitted.shape.count != 4 || samples.shape.count != 4 {
            guard fitted.shape.dropFirst() == samples.shape.dropFirst() else { throw .isVideo }
        }
        if fitted.shape[2...] != samples.shape[2...] {
            fitted = resizedLatent(
                fitted, height: samples.shape[2], width: samples.shape[3], method: .bilinear, crop: .center)
        }
        return keepingBatch ? fitted : fitted.fitted(toBatch: samples.shape[0])
    }
}

extension Tensor {
    /// The same with as many channels as `other`, where it has a single one.
    ///
    /// - Shapes: [N, C, …] both.
    func spread(overChannelsOf other: Tensor) throws(LatentError) -> Tensor {
        let (own, wanted) = (shape[1], other.shape[1])
        guard own != wanted else { return self }
        if own == 1 { return repeated(wanted, axis: 1) }
        throw .otherChannels(own, wanted: wanted)
    }
}

/// Why latents do not go together.
enum LatentError: Error, Hashable, CustomStringConvertible {
    case otherChannels(Int, wanted: Int)
    case otherSize([Int], wanted: [Int])
    case isVideo
    case nothingLeft(frames: Int, taken: Int)

    var description: String {
        switch self {
        case .otherChannels(let found, let wanted):
            "the latents: one has \(found) channels, the other \(wanted). Use latents of the same model family."
        case .otherSize(let found, let wanted):
            "the latents: one is \(found), the other \(wanted). Make them equal in all but the joined direction."
        case .isVideo:
            "the latents: these are of a video, and this node changes pictures only. Use latents of pictures."
        case .nothingLeft(let frames, let taken):
            "the latents: \(taken) of \(frames) frames are to be taken away, which leaves none. Take away fewer."
        }
    }
}
