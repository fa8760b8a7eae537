import Layers
import Text

extension LoRA {
    /// The text encoder of Stable Diffusion 1.x with its weights changed.
    ///
    /// - Throws: if a change does not fit the tensor that it names.
    public func applied(to encoder: PromptEncoder, strength: Double) throws(WeightsError) -> PromptEncoder {
        let whole = TextEncoder(clipL: encoder.model, ClipTokenizer())
        var changed = encoder
        changed.model = try applied(to: whole, strength: strength).parts[0].encoder.model
        return changed
    }
}
