import Engine

/// Opens two text encoders from GGUF files; the node that many people's workflows bring from ComfyUI-GGUF.
struct DualCLIPLoaderGGUF: Node {
    static let displayName = "DualCLIPLoader (GGUF)"
    static let category = "model/loaders"
    static let summary = "Load the two text encoders of Stable Diffusion XL from GGUF files, as DualCLIPLoader does."

    @Input("The one text encoder.", from: .models("text_encoders"), name: "clip_name1") var clipName1: FileName
    @Input("The other text encoder.", from: .models("text_encoders"), name: "clip_name2") var clipName2: FileName
    @Input("The family that they are made for.") var type = DualTextEncoderFamily.sdxl

    @Output var clip: CLIP

    func run(_ context: RunContext) throws {
        let loader = DualCLIPLoader()
        (loader.clipName1, loader.clipName2, loader.type) = (clipName1, clipName2, type)
        try loader.run(context)
        clip = loader.clip
    }
}
