import Diffusion
import Engine
import Models
import Tensors

/// How the strength of a style acts.
enum StyleStrength: String, Choice {
    case multiply
    /// As a bias of attention, which only Flux has; elsewhere it changes nothing, as in ComfyUI.
    case attentionBias = "attn_bias"
}

/// Adds a picture's style to a prompt.
struct StyleModelApply: Node {
    static let displayName = "Apply Style Model"
    static let category = "model/conditioning"
    static let summary = "Add what a style model makes of a picture to a prompt."

    @Input("The prompt.") var conditioning: Conditioning
    @Input("The style model.") var styleModel: StyleModel
    @Input("What a vision model saw.") var clipVisionOutput: VisionOutput
    @Input("Factor on the style's words.", in: 0...10, step: 0.001) var strength = 1.0
    @Input("How the strength acts.") var strengthType: StyleStrength

    @Output var styled: Conditioning

    func run(_ context: RunContext) throws {
        var words = try styleModel.network(clipVisionOutput.seen.last)
        words = words.reshaped([1, words.shape[0] * words.shape[1], words.shape[2]])
        if strengthType == .multiply { words = words * Float(strength) }
        styled = try conditioning.mapping { entry in
            guard entry.context.shape[2] == words.shape[2] else {
                throw PromptError.otherWidth(words.shape[2], wanted: entry.context.shape[2])
            }
            entry.context = concatenate(
                [entry.context, words.repeated(entry.context.shape[0], axis: 0)], axis: 1)
        }
    }
}
