import Tensors

/// Where a sampler's own noise comes from.
public enum NoiseKind: Sendable, Hashable {
    /// It adds none.
    case none
    /// A fresh draw for every call.
    case independent
    /// The stream that the initial noise came from, from where that ended.
    case continuing
    /// Increments of one Brownian path, so that more steps refine the same picture.
    case brownian
}

/// The noise that a sampler adds on its way, in the order of its calls.
public struct NoiseSource: Sendable {
    private var stream: Stream
    private let shape: [Int]

    private enum Stream {
        case none
        case independent(TorchGenerator)
        case brownian(BrownianTree)
        /// A path that has no length: its gain over its root is nothing over nothing.
        case standing
    }

    /// - Shapes: every draw has `shape`, the whole batch at once.
    public init(_ kind: NoiseKind, seed: UInt64, shape: [Int], in run: SamplerRun) {
        self.shape = shape
        switch kind {
        case .none:
            stream = .none
        case .independent:
            // ComfyUI on a CPU adds one to the seed, so that the first draw is not the initial noise again.
            stream = .independent(TorchGenerator(seed: seed &+ 1))
        case .continuing:
            var generator = TorchGenerator(seed: seed)
            _ = generator.normal(shape)
            stream = .independent(generator)
        case .brownian:
            let levels = run.sigmas.filter { $0 > 0 }
            guard let lowest = levels.min(), let highest = levels.max(), lowest < highest else {
                stream = .standing
                return
            }
            stream = .brownian(BrownianTree(seed: seed, from: lowest, to: highest, shape: shape))
        }
    }

    /// Noise of deviation 1 for the way between two noise levels.
    ///
    /// - Parameter other: of the draw, if it is not that of the start; Brownian paths have one shape only.
    mutating func callAsFunction(from: Float, to: Float, shape other: [Int]? = nil) -> Tensor {
        switch stream {
        case .none:
            preconditionFailure("a sampler without noise asked for some")
        case .standing: return Tensor(repeating: .nan, shape: shape)
        case .independent(var generator):
            // Moved out and in again, so that the generator's words are not copied.
            stream = .none
            let noise = generator.normal(other ?? shape)
            stream = .independent(generator)
            return noise
        case .brownian(var tree):
            stream = .none
            let noise = tree.increment(from: from, to: to)
            stream = .brownian(tree)
            return noise
        }
    }
}
