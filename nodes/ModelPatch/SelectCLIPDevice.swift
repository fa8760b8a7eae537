import Engine

/// Darkroom computes on the processor, whatever is chosen here.
struct SelectCLIPDevice: Node {
    static let displayName = "Select CLIP Device"
    static let category = "advanced/multigpu"
    static let summary = "Choose where ComfyUI would compute; Darkroom uses the processor."

    @Input("What computes.") var clip: CLIP
    @Input("Where.") var device: ComputingDevice

    @Output var chosen: CLIP

    func run(_ context: RunContext) {
        chosen = clip
    }
}
