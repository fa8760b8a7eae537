import Diffusion
import Engine

/// How much of the picture the model sees for a masked prompt.
enum MaskedArea: String, Choice {
    case all = "default"
    case bounds = "mask bounds"
}

/// Limits a prompt to a mask.
struct ConditioningSetMask: Node {
    static let displayName = "Conditioning (Set Mask)"
    static let category = "model/conditioning/transform"
    static let summary = "Let a prompt count where a mask is white only."

    @Input("The prompt.") var conditioning: Conditioning
    @Input("Where it counts.") var mask: Mask
    @Input("How much it counts there.", in: 0...10) var strength = 1.0
    @Input("Whether the model sees the whole picture or only the mask's bounding box.") var setCondArea: MaskedArea

    @Output var masked: Conditioning

    func run(_ context: RunContext) {
        masked = conditioning.mapping { entry in
            entry.mask = mask.values
            entry.isCutToMask = setCondArea == .bounds
            entry.maskStrength = strength
        }
    }
}
