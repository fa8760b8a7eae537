import Engine

/// What ComfyUI has PyTorch compile a model with.
enum CompilerBackend: String, Choice {
    case inductor, cudagraphs
}

/// Passes a model on: Darkroom's models are compiled when it is built.
struct TorchCompileModel: Node {
    static let category = "experimental"
    static let summary = "Pass a model on: what ComfyUI compiles here is compiled in Darkroom already."

    @Input("The model.") var model: Model
    @Input("For ComfyUI.") var backend: CompilerBackend

    @Output var compiled: Model

    func run(_ context: RunContext) {
        compiled = model
    }
}
