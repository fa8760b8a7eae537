import Foundation

/// The noise levels of a model that was trained at discrete timesteps, and how they were spaced.
public struct NoiseTable: Sendable, Hashable {
    public enum Spacing: Sendable, Hashable {
        /// The roots of the variances are evenly spaced: Stable Diffusion.
        case scaledLinear
        /// The variances themselves are: DDPM and the Stable Diffusion upscaler's augmentation.
        case linear
        /// The kept signal follows a squared cosine.
        case cosine
    }

    public var spacing = Spacing.scaledLinear
    public var first = 0.00085
    public var last = 0.012
    public var timesteps = 1000

    /// Whether nothing of the signal is left at the last timestep.
    public var endsInPureNoise = false

    public init(
        spacing: Spacing = .scaledLinear, first: Double = 0.00085, last: Double = 0.012, timesteps: Int = 1000,
        endsInPureNoise: Bool = false
    ) {
        precondition(timesteps > 1, "\(timesteps) timesteps")
        self.spacing = spacing
        self.first = first
        self.last = last
        self.timesteps = timesteps
        self.endsInPureNoise = endsInPureNoise
    }

    /// Noise standard deviations for a signal of deviation 1, rising.
    var sigmas: [Double] {
        var kept = 1.0
        let sigmas = variances.map { variance in
            kept *= 1 - variance
            return ((1 - kept) / kept).squareRoot()
        }
        return endsInPureNoise ? Self.stretched(sigmas) : sigmas
    }

    /// The part of the signal's variance that is left at a timestep.
    public func kept(at timestep: Int) -> Double {
        variances[...timestep].reduce(1) { $0 * (1 - $1) }
    }

    private var variances: [Double] {
        switch spacing {
        case .scaledLinear:
            evenlySpaced(timesteps, from: first.squareRoot(), to: last.squareRoot()).map { $0 * $0 }
        case .linear:
            evenlySpaced(timesteps, from: first, to: last)
        case .cosine:
            cosineVariances
        }
    }

    private var cosineVariances: [Double] {
        let offset = 8e-3
        let kept = (0...timesteps).map { step in
            let angle = (Double(step) / Double(timesteps) + offset) / (1 + offset) * .pi / 2
            return cos(angle) * cos(angle)
        }
        return (0..<timesteps).map { min(max(1 - kept[$0 + 1] / kept[$0], 0), 0.999) }
    }

    /// Shifted and scaled so that the first level stays and the last one has (almost) no signal.
    ///
    /// - Source: Lin et al. 2023, algorithm 1; the last value, which would be infinite, is ComfyUI's.
    private static func stretched(_ sigmas: [Double]) -> [Double] {
        let roots = sigmas.map { (1 / ($0 * $0 + 1)).squareRoot() }
        let (top, bottom) = (roots[0], roots[roots.count - 1])
        var kept = roots.map { root in
            let moved = (root - bottom) * (top / (top - bottom))
            return moved * moved
        }
        kept[kept.count - 1] = 4.897_345_189_085_343_5e-08
        return kept.map { ((1 - $0) / $0).squareRoot() }
    }
}
