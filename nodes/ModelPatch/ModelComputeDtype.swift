import Engine

/// In what numbers a model computes.
enum ComputeType: String, Choice {
    case standard = "default"
    case fp32
    case fp16
    case bf16
}

/// Says in what numbers a model computes; here that is 32 bits, always.
struct ModelComputeDtype: Node {
    static let category = "advanced/debug"
    static let summary = "Choose the numbers that a model computes in; Darkroom always computes in 32 bits."

    @Input("The model.") var model: Model
    @Input("Makes no difference.") var dtype: ComputeType

    @Output var same: Model

    func run(_ context: RunContext) {
        same = model
    }
}
