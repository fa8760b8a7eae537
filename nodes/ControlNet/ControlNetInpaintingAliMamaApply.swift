import Diffusion
import Engine

/// Steers prompts by a picture of which a part is to be redrawn.
struct ControlNetInpaintingAliMamaApply: Node {
    static let displayName = "Apply ControlNet Inpainting (AliMama)"
    static let category = "model/conditioning/controlnet"
    static let summary = "Steer prompts by a picture of which a part is to be redrawn."

    @Input("What to show.") var positive: Conditioning
    @Input("What to avoid.") var negative: Conditioning
    @Input("The network that steers.") var controlNet: ControlNetwork
    @Input("For networks that look at latents; those of Stable Diffusion do not.") var vae: VAE
    @Input("What it looks at.") var image: Image
    @Input("What is to be redrawn; for networks that look at masks, which those of Stable Diffusion do not.")
    var mask: Mask
    @Input("How much it steers.", in: 0...10) var strength = 1.0
    @Input("Where it begins: 0 is pure noise.", in: 0...1, step: 0.001) var startPercent = 0.0
    @Input("Where it ends: 1 is the finished picture.", in: 0...1, step: 0.001) var endPercent = 1.0

    @Output("positive") var controlledPositive: Conditioning
    @Output("negative") var controlledNegative: Conditioning

    func run(_ context: RunContext) {
        let sides = [positive, negative].controlled(
            by: controlNet, hint: image.pixels, ControlUse(strength: strength, start: startPercent, end: endPercent))
        (controlledPositive, controlledNegative) = (sides[0], sides[1])
    }
}
