import Engine
import Models

/// Multiplies the projections of a text encoder's attention.
struct CLIPAttentionMultiply: Node {
    static let category = "experimental/attention_experiments"
    static let summary = "Multiply the projections of a text encoder's attention."

    @Input("The text encoder.") var clip: CLIP
    @Input("Factor on queries.", in: 0...10) var q = 1.0
    @Input("Factor on keys.", in: 0...10) var k = 1.0
    @Input("Factor on values.", in: 0...10) var v = 1.0
    @Input("Factor on what comes out.", in: 0...10) var out = 1.0

    @Output var changed: CLIP

    func run(_ context: RunContext) throws {
        let factors = AttentionFactors(query: q, key: k, value: v, output: out)
        changed = clip
        changed.encoder = .success(
            try clip.encoder.get().scaled {
                factors.factor(of: $0, in: "self_attn", suffixes: ("q_proj", "k_proj", "v_proj", "out_proj"))
            })
    }
}
