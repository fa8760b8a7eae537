import Engine
import Models

/// Multiplies what comes out of attention, in pictures and between the pictures of a video model.
struct UNetTemporalAttentionMultiply: Node {
    static let category = "experimental/attention_experiments"
    static let summary = "Multiply what comes out of attention; the temporal factors are for video models."

    @Input("The model.") var model: Model
    @Input("Factor within a picture, of places to each other.", in: 0...10) var selfStructural = 1.0
    @Input("Factor between pictures, of places to each other.", in: 0...10) var selfTemporal = 1.0
    @Input("Factor within a picture, to the prompt.", in: 0...10) var crossStructural = 1.0
    @Input("Factor between pictures, to the prompt.", in: 0...10) var crossTemporal = 1.0

    @Output var changed: Model

    func run(_ context: RunContext) throws {
        let factors = [
            "attn1": (selfStructural, selfTemporal), "attn2": (crossStructural, crossTemporal),
        ]
        changed = model
        changed.network = .success(
            try model.network.get().scaled { name in
                let attention = factors.first { kind, _ in
                    name.hasSuffix("\(kind).to_out.0.weight") || name.hasSuffix("\(kind).to_out.0.bias")
                }
                return attention.map { name.contains(".time_stack.") ? $0.value.1 : $0.value.0 }
            })
    }
}
