import Engine
import Formats

/// Opens a network that joins in with a diffusion model.
struct ModelPatchLoader: Node {
    static let displayName = "Load Model Patch"
    static let category = "model/loaders"
    static let summary = "Load a network that joins in with a diffusion model: SUPIR, which restores pictures."

    @Input("The model patch.", from: .models("model_patches")) var name: FileName

    @Output var modelPatch: ModelPatch

    func run(_ context: RunContext) throws {
        modelPatch = try ModelPatch(file: loadWeightsFile(name.path), origin: name.path)
    }
}
