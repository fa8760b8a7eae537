import Foundation

/// How the timesteps that a model was trained with relate to noise levels.
///
/// - Source: the `timestep` and `sigma` methods of ComfyUI's `model_sampling.py`.
enum TimeScale: Sendable {
    /// Indices of a table of logarithms, times `stride`: every `stride`-th timestep of the original table was kept.
    case table(logarithms: [Float], stride: Int)
    /// A quarter of the logarithm (Karras).
    case quarterLogarithm
    /// The angle between signal and noise, over a right angle.
    case angle
    /// The part of the noise, moved towards noise by `shift`, times `multiplier`.
    case flow(shift: Double, multiplier: Double)
    /// As above with the shift as an exponent; the timestep is the noise level (Flux).
    case exponentialFlow(shift: Double)
    /// The squared cosine of Stable Cascade, its signal-to-noise ratio moved by `shift`.
    case cosine(shift: Double)
    /// The part of the noise in a blend that adds up to one (Cosmos).
    case part(highest: Float)

    func timestep(_ sigma: Float) -> Float {
        switch self {
        case .table(let logarithms, let stride):
            let nearest = Self.nearest(sigma.logarithm, in: logarithms)
            return Float(nearest * stride + stride - 1)
        case .quarterLogarithm:
            return 0.25 * sigma.logarithm
        case .angle:
            return Float(atan(Double(sigma))) / Float(Double.pi) * 2
        case .flow(_, let multiplier):
            return sigma * Float(multiplier)
        case .exponentialFlow:
            return sigma
        case .cosine:
            return Self.cosineTimestep(sigma)
        case .part:
            return sigma / (sigma + 1)
        }
    }

    func sigma(_ timestep: Float) -> Float {
        switch self {
        case .table(let logarithms, let stride):
            let place = (timestep - Float(stride - 1)) / Float(stride)
            return Self.interpolated(place, in: logarithms).exponential
        case .quarterLogarithm:
            return (timestep / 0.25).exponential
        case .angle:
            return (timestep * Float(Double.pi) / 2).tangent
        case .flow(let shift, let multiplier):
            return Self.shifted(timestep / Float(multiplier), by: shift)
        case .exponentialFlow(let shift):
            let scale = Float(exp(shift))
            return 1 / (scale + (1 / timestep - 1)) * scale
        case .cosine(let shift):
            return Self.cosineSigma(timestep, shift: shift)
        case .part(let highest):
            return timestep >= highest / (highest + 1) ? highest : timestep / (1 - timestep)
        }
    }

    private static func nearest(_ value: Float, in rising: [Float]) -> Int {
        var best = 0
        for index in rising.indices where abs(value - rising[index]) < abs(value - rising[best]) { best = index }
        return best
    }

    private static func interpolated(_ place: Float, in values: [Float]) -> Float {
        guard !place.isNaN else { return place }
        let place = min(max(place, 0), Float(values.count - 1))
        let low = values[Int(place.rounded(.down))]
        let high = values[Int(place.rounded(.up))]
        let weight = place - place.rounded(.down)
        return (1 - weight) * low + weight * high
    }

    private static func shifted(_ time: Float, by shift: Double) -> Float {
        guard shift != 1 else { return time }
        return Float(shift) * time / (1 + Float(shift - 1) * time)
    }

    // Stable Cascade offsets its cosine so that the first steps are not too small.
    private static let cosineOffset: Float = 8e-3
    private static let rightAngle = Float(Double.pi * 0.5)
    private static let cosineStart: Float = {
        let root = Float(cos(Double(cosineOffset / (1 + cosineOffset) * Float(Double.pi) * 0.5)))
        return root * root
    }()

    private static func cosineSigma(_ timestep: Float, shift: Double) -> Float {
        let root = Float(cos(Double((timestep + cosineOffset) / (1 + cosineOffset) * Float(Double.pi) * 0.5)))
        var kept = root * root / cosineStart
        if shift != 1 {
            let ratio = (kept / (1 - kept)).logarithm + 2 * (1 / Float(shift)).logarithm
            kept = 1 / (1 + (-ratio).exponential)
        }
        kept = min(max(kept, 0.0001), 0.9999)
        return ((1 - kept) / kept).squareRoot()
    }

    private static func cosineTimestep(_ sigma: Float) -> Float {
        let kept = min(max(1 / (sigma * sigma + 1), 0), 1)
        let angle = Float(acos(Double((kept * cosineStart).squareRoot())))
        return angle / rightAngle * (1 + cosineOffset) - cosineOffset
    }
}
