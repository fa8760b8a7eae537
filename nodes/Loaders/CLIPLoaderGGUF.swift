import Engine

/// Opens a text encoder from a GGUF file; the node that many people's workflows bring from ComfyUI-GGUF.
struct CLIPLoaderGGUF: Node {
    static let displayName = "CLIPLoader (GGUF)"
    static let category = "model/loaders"
    static let summary = "Load a text encoder from a GGUF file, as CLIPLoader does."

    @Input("The text encoder.", from: .models("text_encoders")) var clipName: FileName
    @Input("The family that it is made for.") var type = TextEncoderFamily.stableDiffusion

    @Output var clip: CLIP

    func run(_ context: RunContext) throws {
        let loader = CLIPLoader()
        (loader.clipName, loader.type) = (clipName, type)
        try loader.run(context)
        clip = loader.clip
    }
}
