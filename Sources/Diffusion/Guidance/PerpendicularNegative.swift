import Tensors

/// Guidance along a positive prompt, and away from that part of a negative one which is perpendicular to it.
///
/// - Parameters:
///   - empty: the prediction under a prompt without words.
///   - avoidance: how much of the negative prompt is taken away.
/// - Source: Armandpour et al. 2023, https://perp-neg.github.io; ComfyUI's `nodes_perpneg.py`.
public func perpendicularGuidance(
    positive: Tensor, negative: Tensor, empty: Tensor, avoidance: Double, scale: Double
) -> Tensor {
    let positive = positive - empty
    let negative = negative - empty
    let norm = positive.norm
    let perpendicular = negative - positive * ((negative * positive).sum / (norm * norm))
    return empty + (positive - perpendicular * Float(avoidance)) * Float(scale)
}
