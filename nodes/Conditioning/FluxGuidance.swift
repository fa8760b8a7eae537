import Diffusion
import Engine

/// Tells a model that was distilled with guidance how closely to follow the prompt.
struct FluxGuidance: Node {
    static let category = "model/conditioning/flux"
    static let summary = "Tell a guidance-distilled model how closely to follow the prompt."

    @Input("The prompt.") var conditioning: Conditioning
    @Input("How closely to follow it.", in: 0...100, step: 0.1) var guidance = 3.5

    @Output var guided: Conditioning

    func run(_ context: RunContext) {
        guided = conditioning.mapping { $0.parameters["guidance"] = guidance }
    }
}
