/// Why a run cannot go on.
public enum SamplingError: Error, Hashable, Sendable {
    /// An adaptive sampler's step size is zero or not a number.
    case lostStepSize(step: Int)
    /// Samplers work on one layout of latents, [N, C, H, W].
    case misshapen(what: String, expected: [Int], found: [Int])
    /// A sampler has nothing to be guided by.
    case nothingToGuide
}

extension SamplingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .lostStepSize(let step):
            "step \(step): the sampler found no step size that works. Use a sampler with fixed steps."
        case .misshapen(let what, let expected, let found):
            "\(what): has shape \(found), but the latent needs \(expected). Make it the latent's size."
        case .nothingToGuide:
            "the positive prompt: holds no conditioning. Connect one."
        }
    }
}
