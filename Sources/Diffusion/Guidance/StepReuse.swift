import Tensors

/// Leaves out calls of a network whose answers would hardly differ from earlier ones.
public struct StepReuse: Sendable, Hashable {
    /// What is kept from one step to the next.
    public enum Level: Sendable, Hashable {
        /// What the network makes of the latent, for each prompt (EasyCache).
        case network
        /// What guidance makes of all prompts (LazyCache).
        case guidance
    }

    public var level: Level

    /// Up to which sum of expected changes, as parts of the answer's size, an earlier answer will do.
    public var threshold: Double

    /// The part of the way on which calls may be left out: 0 is pure noise, 1 the picture.
    public var start: Double
    public var end: Double

    public init(level: Level, threshold: Double, start: Double, end: Double) {
        self.level = level
        self.threshold = threshold
        self.start = start
        self.end = end
    }
}

/// The part of the way on which calls may be left out, as noise levels.
struct ReuseWindow {
    let highest: Float
    let lowest: Float

    init(_ reuse: StepReuse, _ sampling: ModelSampling) {
        highest = Float(sampling.sigma(progress: reuse.start))
        lowest = Float(sampling.sigma(progress: reuse.end))
    }

    func isPast(_ sigma: Float) -> Bool { sigma <= lowest }
    func hasBegun(_ sigma: Float) -> Bool { sigma <= highest }
}
