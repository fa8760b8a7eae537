/// Why a run cannot go on.
public enum SamplingError: Error, Hashable, Sendable {
    /// An adaptive sampler's step size is zero or not a number.
    case lostStepSize(step: Int)
    /// Samplers work on one layout of latents, [N, C, H, W].
    case misshapen(what: String, expected: [Int], found: [Int])
    /// A prompt's area, given as height, width, y and x, has nothing in common with the latent.
    case areaOutside(area: [Int], latent: [Int])
}

extension SamplingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .lostStepSize(let step):
            "step \(step): the sampler found no step size that works. Use a sampler with fixed steps."
        case .misshapen(let what, let expected, let found):
            "\(what): has shape \(found), but the latent needs \(expected). Make it the latent's size."
        case .areaOutside(let area, let latent):
            "a prompt's area: \(area[1])×\(area[0]) cells at (\(area[3]), \(area[2])) lie outside the latent of "
                + "\(latent[1])×\(latent[0]). Move the area, or make the latent larger."
        }
    }
}
