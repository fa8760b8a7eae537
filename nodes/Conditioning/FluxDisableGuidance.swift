import Diffusion
import Engine

/// Takes back what a model was told by `FluxGuidance`.
struct FluxDisableGuidance: Node {
    static let category = "model/conditioning/flux"
    static let summary = "Tell a guidance-distilled model nothing of guidance."

    @Input("The prompt.") var conditioning: Conditioning

    @Output var unguided: Conditioning

    func run(_ context: RunContext) {
        unguided = conditioning.mapping { $0.parameters["guidance"] = nil }
    }
}
