import Engine

/// Multiplies the projections with which places attend to each other.
struct UNetSelfAttentionMultiply: Node {
    static let category = "experimental/attention_experiments"
    static let summary = "Multiply the projections of attention to each other."

    @Input("The model.") var model: Model
    @Input("Factor on queries.", in: 0...10) var q = 1.0
    @Input("Factor on keys.", in: 0...10) var k = 1.0
    @Input("Factor on values.", in: 0...10) var v = 1.0
    @Input("Factor on what comes out.", in: 0...10) var out = 1.0

    @Output var changed: Model

    func run(_ context: RunContext) throws {
        changed = try model.multiplying("attn1", by: AttentionFactors(query: q, key: k, value: v, output: out))
    }
}
