import Engine

/// How ComfyUI computes attention on a CPU.
enum AttentionBackend: String, Choice {
    case pytorch = "pytorch attention"
}

/// Passes a model on: Darkroom has one attention, which gives what the one to choose here gives.
struct ModelAttentionBackend: Node {
    static let category = "model/patch"
    static let summary = "Pass a model on: Darkroom computes attention in one way only."

    @Input("The model.") var model: Model
    @Input("How attention is computed.") var attention: AttentionBackend

    @Output var changed: Model

    func run(_ context: RunContext) {
        changed = model
    }
}
