/// Where a run finds models and pictures, and where it leaves what it makes.
public struct Folders: Sendable, Hashable {
    /// Models directories, each with ComfyUI's folder names; the first that has a file wins.
    public var models: [String]
    public var input: String
    public var output: String
    public var temp: String

    /// Further folders of a category (from `extra_model_paths.yaml`), looked through after `models`.
    public var further: [String: [String]]

    public init(
        models: [String], input: String, output: String, temp: String, further: [String: [String]] = [:]
    ) {
        self.models = models
        self.input = input
        self.output = output
        self.temp = temp
        self.further = further
    }

    /// The folders that hold a category's files, under its name and the older name that ComfyUI still reads.
    public func folders(of category: String) -> [String] {
        let names = Self.synonyms[category] ?? [category]
        let own = models.flatMap { root in names.map { "\(root)/\($0)" } }
        return own + names.flatMap { further[$0] ?? [] }
    }

    private static let synonyms = [
        "diffusion_models": ["diffusion_models", "unet"],
        "unet": ["diffusion_models", "unet"],
        "text_encoders": ["text_encoders", "clip"],
        "clip": ["text_encoders", "clip"],
        "controlnet": ["controlnet", "t2i_adapter"],
    ]
}
