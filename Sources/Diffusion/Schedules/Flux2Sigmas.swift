import Foundation

/// Noise levels for Flux 2: evenly spaced, then moved towards noise by a shift that was fitted to sizes and step counts.
///
/// - Parameter tokens: cells of 16 × 16 pixels.
/// - Source: Black Forest Labs' reference sampler for Flux 2.
public func flux2Sigmas(steps: Int, tokens: Int) -> [Float] {
    precondition(steps > 0, "\(steps) steps")
    let count = Double(tokens)
    // Lines fitted at 10 and at 200 steps; beyond 4300 tokens the latter serves for all.
    let few = 8.738_095_24e-05 * count + 1.898_333_33
    let many = 0.000_169_27 * count + 0.456_666_66
    let slope = (many - few) / 190
    let shift = exp(count > 4300 ? many : slope * Double(steps) + many - 200 * slope)
    return evenlySpaced(steps + 1, from: Float(1), to: 0).map { time in
        time == 0 ? 0 : Float(shift) / (Float(shift) + (1 / time - 1))
    }
}
