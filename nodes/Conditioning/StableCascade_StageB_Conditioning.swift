import Diffusion
import Engine

/// Hands what the first stage of Stable Cascade has made to its second.
struct StableCascade_StageB_Conditioning: Node {
    static let category = "model/conditioning/stable cascade"
    static let summary = "Attach the first stage's latent to the prompt of the second."

    @Input("The prompt.") var conditioning: Conditioning
    @Input("What the first stage has made.", name: "stage_c") var stageC: Latent

    @Output var extended: Conditioning

    func run(_ context: RunContext) {
        extended = conditioning.mapping { $0.tensors["stable_cascade_prior"] = stageC.samples }
    }
}
