import Diffusion
import Engine
import Models
import Tensors

extension CLIP {
    /// Encodes a prompt, with the embeddings that it names. Hooks that change on the way make it several entries.
    ///
    /// - Throws: if the file lacks its text encoder, an embedding does not fit, or the weights cannot be read.
    func encode(_ prompt: String, _ folders: Folders) throws -> Conditioning {
        let embeddings = Embeddings(folders)
        return Conditioning(
            try underHooks { encoder in
                ConditioningEntry(try encoder.encode(prompt) { try embeddings.vectors(named: $0, for: $1) })
            })
    }

    /// As at the beginning of the way, and without handing on hooks: what belongs to another prompt has its.
    func encodeOnce(_ prompt: String, _ folders: Folders) throws -> ConditioningEntry {
        let embeddings = Embeddings(folders)
        return ConditioningEntry(try hookedEncoder().encode(prompt) { try embeddings.vectors(named: $0, for: $1) })
    }

    /// As `encode` with a prompt for each of the text encoders.
    func encode(byPart prompts: [String], _ folders: Folders) throws -> Conditioning {
        let count = try encoder.get().parts.count
        guard count == prompts.count else { throw PromptError.otherParts(found: count, wanted: prompts.count) }
        let embeddings = Embeddings(folders)
        return Conditioning(
            try underHooks { encoder in
                ConditioningEntry(
                    try encoder.encode(byPart: prompts) { try embeddings.vectors(named: $0, for: $1) })
            })
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
