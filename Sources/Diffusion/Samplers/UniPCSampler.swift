import Tensors

/// UniPC, a predictor and corrector of third order from three steps.
///
/// Between its steps the latent is scaled to a deviation of one, as UniPC works on variance-preserving diffusions.
///
/// - Source: Zhao et al. 2023, https://arxiv.org/abs/2302.04867, as ComfyUI uses it: predicting data, in the variants
///   B1(h) and B2(h).
public struct UniPCSampler: Sampler {
    public enum Variant: String, Sendable, CaseIterable {
        case bh1, bh2
    }

    public var variant: Variant

    public init(variant: Variant = .bh1) {
        self.variant = variant
    }

    /// A clean end has no logarithm of its noise; ComfyUI goes on from there as from this level.
    public func finalLevel(of run: SamplerRun) -> Float { levels(of: run)[run.sigmas.count - 1] }

    private func levels(of run: SamplerRun) -> [Float] {
        run.sigmas.last == 0 ? run.sigmas.dropLast() + [0.001] : run.sigmas
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let levels = levels(of: run)
        let (index, steps) = (state.step, levels.count - 1)
        let order = min(3, levels.count - 2)
        if index == 0 {
            state.latent = state.latent / (1 + levels[0] * levels[0]).squareRoot()
            state.remember(try predict(state.latent, Level(levels[0]), in: run), atMost: 1)
            state.numbers = [Double(levels[0])]
        } else {
            // The last step of the loop also takes the step to the end, which has no corrector.
            let last = index == steps - 1 && index >= order ? steps : index
            for target in index...last {
                let wanted = index < order ? index : min(order, steps + 1 - target)
                let limit = index < order ? index + 1 : order
                try update(&state, to: levels[target], order: wanted, isEnd: target == steps, limit, in: run)
            }
        }
        try run.report(index, state.latent, state.history[state.history.count - 1])
        let isLast = index == steps - 1
        state.advance(to: isLast ? state.latent / Level(levels[steps]).signal : state.latent, in: run)
    }

    private func update(
        _ state: inout SamplerState, to sigma: Float, order: Int, isEnd: Bool, _ limit: Int, in run: SamplerRun
    ) throws {
        let level = Level(sigma)
        let known = Array(zip(state.numbers, state.history).suffix(order).reversed())
        let newest = known[0].1
        let weights = UniPCWeights(known.map { Level(Float($0.0)).lambda }, to: level.lambda, variant)
        let differences = zip(known.dropFirst(), weights.ratios).map { ($0.1 - newest) / $1 }

        let kept = level.deviation / Level(Float(known[0].0)).deviation
        let base = combine(kept, state.latent, -(level.signal * weights.first), newest)
        let scale = level.signal * weights.scale
        state.latent = Self.moved(base, scale, differences, weights.predictor)
        if !isEnd {
            let prediction = try predict(state.latent, level, in: run)
            state.latent = Self.moved(base, scale, differences + [prediction - newest], weights.corrector)
            state.remember(prediction, atMost: limit)
            state.numbers = Array((state.numbers + [Double(sigma)]).suffix(limit))
        }
    }

    private static func moved(
        _ base: Tensor, _ scale: Float, _ differences: [Tensor], _ weights: [Float]
    ) -> Tensor {
        let parts = zip(differences, weights).map { $0 * $1 }
        guard let first = parts.first else { return base }
        return base - parts.dropFirst().reduce(first, +) * scale
    }

    /// The clean latent that the model sees behind a scaled one.
    private func predict(_ latent: Tensor, _ level: Level, in run: SamplerRun) throws -> Tensor {
        let full = latent * (level.sigma * level.sigma + 1).squareRoot()
        let noise = (full - (try run.denoiser(full, level.sigma))) / level.sigma
        return (latent - noise * level.deviation) / level.signal
    }

    /// A noise level as a variance-preserving diffusion has it.
    ///
    /// Near a clean end the logarithm loses most of its digits in 32 bits; the reference does, too.
    private struct Level {
        let sigma: Float
        private let logSignal: Float

        init(_ sigma: Float) {
            self.sigma = sigma
            logSignal = 0.5 * (1 / (sigma * sigma + 1)).logarithm
        }

        var signal: Float { logSignal.exponential }
        private var variance: Float { 1 - (2 * logSignal).exponential }
        var deviation: Float { variance.squareRoot() }
        var lambda: Float { logSignal - 0.5 * variance.logarithm }
    }
}

/// The coefficients of one update.
private struct UniPCWeights {
    /// Distances of the older points from the newest, over the step's length.
    let ratios: [Float]

    /// Factor on the newest prediction.
    let first: Float

    /// Factor on all differences, B(h).
    let scale: Float

    /// One weight for each difference; the corrector has one more, for the new point.
    let predictor: [Float]
    let corrector: [Float]

    /// - Parameter lambdas: half the log-SNR of the known points, newest first.
    init(_ lambdas: [Float], to end: Float, _ variant: UniPCSampler.Variant) {
        let length = end - lambdas[0]
        let step = -length
        ratios = lambdas.dropFirst().map { ($0 - lambdas[0]) / length }
        first = step.exponentialMinusOne
        scale = variant == .bh1 ? step : first

        let order = lambdas.count
        var factorial: Float = 1
        var phi = first / step - 1
        var right: [Float] = []
        for power in 1...order {
            right.append(phi * factorial / scale)
            factorial *= Float(power + 1)
            phi = phi / step - 1 / factorial
        }
        let points = ratios + [1]
        func solved(_ count: Int) -> [Float] {
            let rows = (0..<count).map { power in
                points.prefix(count).map { point in (0..<power).reduce(1.0) { value, _ in value * Double(point) } }
            }
            return solve(rows, right.prefix(count).map { Double($0) }).map { Float($0) }
        }
        // The short forms of the paper for low orders.
        predictor = order == 2 ? [0.5] : solved(order - 1)
        corrector = order == 1 ? [0.5] : solved(order)
    }
}
