import Diffusion
import Engine

/// Where the tokens of several reference pictures lie, for a model that edits.
enum ReferencePlacement: String, Choice {
    case offset
    case index
    case uno = "uxo/uno"
    case indexAtStart = "index_timestep_zero"
}

/// Says how an editing model places several reference pictures.
struct FluxKontextMultiReferenceLatentMethod: Node {
    static let displayName = "Edit Model Reference Method"
    static let category = "model/conditioning/flux"
    static let summary = "Say how an editing model places several reference pictures."

    @Input("The prompt.") var conditioning: Conditioning
    @Input("The way.") var referenceLatentsMethod: ReferencePlacement

    @Output var extended: Conditioning

    func run(_ context: RunContext) {
        let number = ReferencePlacement.allCases.firstIndex(of: referenceLatentsMethod) ?? 0
        extended = conditioning.mapping { $0.parameters["reference_latents_method"] = Double(number) }
    }
}
