import Diffusion
import Engine
import Models

/// Encodes a prompt for a diffusion model.
struct CLIPTextEncode: ReadsFiles {
    static let displayName = "CLIP Text Encode (Prompt)"
    static let category = "model/conditioning"
    static let summary = "Encode a prompt; (words:1.2) weighs them, embedding:name inserts an embedding."

    @Input("What to show, or to avoid.", multiline: true, dynamicPrompts: true) var text: String
    @Input("The text encoder.") var clip: CLIP

    @Output var conditioning: Conditioning

    func files(in folders: Folders) throws -> [String] {
        Embeddings(folders).paths(for: [$text.literal])
    }

    func run(_ context: RunContext) throws {
        conditioning = try clip.encode(text, context.folders)
    }
}
