import Engine

/// Darkroom computes on the processor, whatever is chosen here.
struct SelectVAEDevice: Node {
    static let displayName = "Select VAE Device"
    static let category = "advanced/multigpu"
    static let summary = "Choose where ComfyUI would compute; Darkroom uses the processor."

    @Input("What computes.") var vae: VAE
    @Input("Where.") var device: OnlyDevice

    @Output var chosen: VAE

    func run(_ context: RunContext) {
        chosen = vae
    }
}

/// The device that autoencoders can be on.
enum OnlyDevice: String, Choice {
    case standard = "default"
}
