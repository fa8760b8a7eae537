import Diffusion
import Engine
import Models
import Tensors

extension CLIP {
    /// Encodes a prompt, with the embeddings that it names.
    ///
    /// - Throws: if the file lacks its text encoder, an embedding does not fit, or the weights cannot be read.
    func encode(_ prompt: String, _ folders: Folders) throws -> ConditioningEntry {
        let embeddings = Embeddings(folders)
        return ConditioningEntry(try encoder.get().encode(prompt) { try embeddings.vectors(named: $0, for: $1) })
    }

    /// As above with a prompt for each of the text encoders.
    func encode(byPart prompts: [String], _ folders: Folders) throws -> ConditioningEntry {
        let encoder = try encoder.get()
        guard encoder.parts.count == prompts.count else {
            throw PromptError.otherParts(found: encoder.parts.count, wanted: prompts.count)
        }
        let embeddings = Embeddings(folders)
        return ConditioningEntry(
            try encoder.encode(byPart: prompts) { try embeddings.vectors(named: $0, for: $1) })
    }
}

extension ConditioningEntry {
    fileprivate init(_ encoded: CLIPTextModel.Output) {
        self.init(context: encoded.hidden, pooled: encoded.pooled)
    }
}

extension Embeddings {
    /// The files that a node with this prompt reads; nil for a prompt that comes along a link.
    func paths(for prompts: [String?]) -> [String] {
        guard !prompts.contains(nil) else { return allPaths }
        return prompts.compactMap(\.self).flatMap { $0.contains("embedding:") ? paths(mentionedIn: $0) : [] }
    }
}
