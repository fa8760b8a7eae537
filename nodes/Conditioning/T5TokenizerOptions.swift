import Engine
import Models

/// Says how long prompts are made for text encoders of the T5 family.
///
/// A prompt's other encoders pay no heed to it. Darkroom's are all of the CLIP family, so the text encoders stay as they are.
struct T5TokenizerOptions: Node {
    static let displayName = "T5 Tokenizer Options"
    static let category = "model/conditioning"
    static let summary = "Set the length of prompts for T5; other text encoders pay no heed to it."

    @Input("The text encoders.") var clip: CLIP
    @Input("Tokens that prompts are filled up to, at least.", in: 0...10_000) var minPadding = 0
    @Input("Tokens that prompts have, at least.", in: 0...10_000) var minLength = 0

    @Output var changed: CLIP

    func run(_ context: RunContext) {
        changed = clip
    }
}
