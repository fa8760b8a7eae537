import Engine

/// Opens a diffusion model from a GGUF file; the node that many people's workflows bring from ComfyUI-GGUF.
struct UnetLoaderGGUF: Node {
    static let displayName = "Unet Loader (GGUF)"
    static let category = "model/loaders"
    static let summary = "Load a diffusion model from a GGUF file, as UNETLoader does."

    @Input("The diffusion model.", from: .models("diffusion_models")) var unetName: FileName

    @Output var model: Model

    func run(_ context: RunContext) throws {
        let loader = UNETLoader()
        (loader.unetName, loader.weightDtype) = (unetName, .asStored)
        try loader.run(context)
        model = loader.model
    }
}
