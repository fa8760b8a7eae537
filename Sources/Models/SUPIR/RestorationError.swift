/// A restoration that a graph asks for in vain.
public enum RestorationError: Error, Hashable, Sendable {
    /// A diffusion model whose parts are not those that the network was made for.
    case otherModel
    /// A picture to restore whose latent has another size than the one that is sampled.
    ///
    /// - Units: cells, as height and width.
    case size(picture: [Int], latent: [Int])
    /// A hidden state whose size or width another patch has changed.
    case changed
    /// A model that restores a picture already.
    case repeated
}

extension RestorationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .otherModel:
            "this model patch does not fit the model. SUPIR was made for Stable Diffusion XL: load such a checkpoint."
        case .size(let picture, let latent):
            """
            the picture to restore has \(words(picture)) cells, and the latent \(words(latent)). Make the latent from a picture \
            of the same size, and leave out areas of prompts.
            """
        case .changed:
            """
            another patch changes the size of what the model sees, which SUPIR sees as a whole. Leave out \
            PatchModelAddDownscale.
            """
        case .repeated: "the model restores a picture already, and cannot restore two. Apply SUPIR once."
        }
    }

    private func words(_ size: [Int]) -> String { size.map(\.description).joined(separator: " × ") }
}
