import Diffusion
import Engine
import Models

/// Lets a picture stand beside a prompt, for models that can see.
struct UnCLIPConditioning: Node {
    static let typeName = "unCLIPConditioning"
    static let displayName = "unCLIPConditioning"
    static let category = "model/conditioning"
    static let summary = "Show a picture like the ones given, for unCLIP models and SDXL."

    @Input("The prompt.") var conditioning: Conditioning
    @Input("What a vision model saw.") var clipVisionOutput: VisionOutput
    @Input("How much the picture counts.", in: -10...10) var strength = 1.0
    @Input("How much of it noise covers, so that the result is freer.", in: 0...1) var noiseAugmentation = 0.0

    @Output var extended: Conditioning

    func run(_ context: RunContext) {
        guard strength != 0 else {
            extended = conditioning
            return
        }
        extended = conditioning.mapping { entry in
            SeenPicture.attach(
                clipVisionOutput.seen.embedding, strength: strength, noise: noiseAugmentation, to: &entry)
        }
    }
}
