import Engine

/// Darkroom computes on the processor, whatever is chosen here.
struct SelectModelDevice: Node {
    static let displayName = "Select Model Device"
    static let category = "advanced/multigpu"
    static let summary = "Choose where ComfyUI would compute; Darkroom uses the processor."

    @Input("What computes.") var model: Model
    @Input("Where.") var device: ComputingDevice

    @Output var chosen: Model

    func run(_ context: RunContext) {
        chosen = model
    }
}

/// Devices of a machine without others than the processor.
enum ComputingDevice: String, Choice {
    case standard = "default"
    case processor = "cpu"
}
