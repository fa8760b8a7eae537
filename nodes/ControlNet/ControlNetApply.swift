import Diffusion
import Engine

/// Steers a prompt by a picture, and with it whatever the sampler is told to avoid.
struct ControlNetApply: Node {
    static let displayName = "Apply ControlNet (DEPRECATED)"
    static let category = "model/conditioning/controlnet"
    static let summary = "Steer a prompt by a picture; it also acts on the negative prompt."

    @Input("The prompt.") var conditioning: Conditioning
    @Input("The network that steers.") var controlNet: ControlNetwork
    @Input("What it looks at.") var image: Image
    @Input("How much it steers.", in: 0...10) var strength = 1.0

    @Output var controlled: Conditioning

    func run(_ context: RunContext) {
        controlled =
            [conditioning].controlled(
                by: controlNet, hint: image.pixels, ControlUse(strength: strength), lendsToOthers: true)[0]
    }
}
