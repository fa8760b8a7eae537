/// Something given to a model that was made for another: a graph's mistake, found where the two meet.
public enum ModelInputError: Error, Hashable, Sendable {
    /// Width of the prompt's vectors.
    case contextWidth(wanted: Int, found: Int)
    case latentChannels(wanted: Int, found: Int)
    /// A latent of a video, which has a direction more.
    case latentOfVideo
    /// Width of the vector beside the prompt; nil if there was none.
    case label(wanted: Int, found: Int?)
    /// A control network whose outputs do not fit the diffusion model.
    case control
    /// A kind of picture that a control network was not trained with, by its number.
    case controlKind(told: Int, known: Int)
    /// Width of a vector that stands in for a token.
    case embeddingWidth(wanted: Int, found: Int)
    case pictureChannels(wanted: Int, found: Int)
    /// Pixels along an edge, where at least `cell` are needed.
    case picture(edge: Int, cell: Int)
    /// Objects with places of their own in one picture.
    case objects(found: Int, most: Int)
}

extension ModelInputError: CustomStringConvertible {
    public var description: String { "\(whatHappened). \(whatToDo)" }

    private var whatHappened: String {
        switch self {
        case .contextWidth(let wanted, let found):
            "the model takes prompts \(wanted) wide, but these are \(found) wide"
        case .latentChannels(let wanted, let found):
            "the model takes latents of \(wanted) channels, but this one has \(found)"
        case .latentOfVideo: "the model takes latents of pictures, but this one is of a video"
        case .label(let wanted, let found?):
            "the model takes \(wanted) numbers beside the prompt, but there are \(found)"
        case .label(let wanted, nil): "the model takes \(wanted) numbers beside the prompt, but there are none"
        case .control: "the control network does not fit the model"
        case .controlKind(let told, let known):
            "the control network knows \(known) kinds of pictures, and is told number \(told + 1)"
        case .embeddingWidth(let wanted, let found):
            "the text encoder takes embeddings \(wanted) wide, but this one is \(found) wide"
        case .pictureChannels(let wanted, let found):
            "the model takes pictures of \(wanted) channels, but this one has \(found)"
        case .picture(let edge, let cell):
            "a picture with an edge of \(edge) pixels is too small to encode, \(cell) are needed"
        case .objects(let found, let most): "a picture has room for \(most) placed objects, but there are \(found)"
        }
    }

    private var whatToDo: String {
        switch self {
        case .contextWidth, .label: "Encode the prompt with the CLIP of the model's own checkpoint."
        case .latentChannels, .latentOfVideo: "Use a latent, and a VAE, of the model's family."
        case .controlKind: "Choose another kind, or a network that knows it."
        case .control: "Choose one that was made for the model's family."
        case .embeddingWidth: "Choose an embedding of the text encoder's family."
        case .pictureChannels: "Use a picture without transparency."
        case .picture: "Enlarge it first."
        case .objects: "Leave some out."
        }
    }
}
