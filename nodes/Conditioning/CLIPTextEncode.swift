import Diffusion
import Engine
import Models
import Tensors
import Text

/// Encodes a prompt for a diffusion model.
struct CLIPTextEncode: ReadsFiles {
    static let displayName = "CLIP Text Encode (Prompt)"
    static let category = "model/conditioning"
    static let summary = "Encode a prompt; (words:1.2) weighs them, embedding:name inserts an embedding."

    @Input("What to show, or to avoid.", multiline: true, dynamicPrompts: true) var text: String
    @Input("The text encoder.") var clip: CLIP

    @Output var conditioning: Conditioning

    func files(in folders: Folders) throws -> [String] {
        let embeddings = Embeddings(folders)
        guard let text = $text.literal else { return embeddings.allPaths }
        return text.contains("embedding:") ? embeddings.paths(mentionedIn: text) : []
    }

    func run(_ context: RunContext) throws {
        let encoder = try clip.encoder.get()
        let embeddings = Embeddings(context.folders)
        var vectors: [String: Tensor] = [:]
        let chunks = try clip.tokenizer.chunks(of: text) { name in
            let found = try embeddings.vectors(named: name, width: encoder.model.configuration.width)
            vectors[name] = found
            return found?.shape[0]
        }
        let encoded = try encoder.encode(chunks, embeddings: vectors)
        conditioning = Conditioning([ConditioningEntry(context: encoded.hidden, pooled: encoded.pooled)])
    }
}
