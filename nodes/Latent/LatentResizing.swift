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
    /// The samples of `other` in this latent's size, and as many of them unless `keepingBatch`.
    func matching(_ other: Latent, keepingBatch: Bool = false) throws(LatentError) -> Tensor {
        var fitted = other.samples
        guard fitted.shape[1] == samples.shape[1] else {
            throw .otherChannels(fitted.shape[1], wanted: samples.shape[1])
        }
        if fitted.shape[2...] != samples.shape[2...] {
            fitted = resizedLatent(
                fitted, height: samples.shape[2], width: samples.shape[3], method: .bilinear, crop: .center)
        }
        return keepingBatch ? fitted : fitted.fitted(toBatch: samples.shape[0])
    }
}

/// Why latents do not go together.
enum LatentError: Error, Hashable, CustomStringConvertible {
    case otherChannels(Int, wanted: Int)
    case otherSize([Int], wanted: [Int])

    var description: String {
        switch self {
        case .otherChannels(let found, let wanted):
            "the latents: one has \(found) channels, the other \(wanted). Use latents of the same model family."
        case .otherSize(let found, let wanted):
            "the latents: one is \(found), the other \(wanted). Make them equal in all but the joined direction."
        }
    }
}
