import Engine
import Formats
import Models
import Tensors

/// The textual inversions of the models directory, as prompts name them: `embedding:name`.
struct Embeddings {
    private let folders: Folders

    init(_ folders: Folders) {
        self.folders = folders
    }

    /// Every file that a prompt could name.
    var allPaths: [String] {
        folders.names(in: .models("embeddings")).compactMap { path(of: $0) }
    }

    /// The files that a prompt names, commas and the like stripped as the tokenizer does.
    func paths(mentionedIn prompt: String) -> [String] {
        prompt.split(separator: "embedding:").dropFirst().flatMap { rest -> [String] in
            let word = String(rest.prefix { !$0.isWhitespace })
            var candidates = [word]
            while let last = candidates.last, let end = last.last, ",.;:)(<>[]".contains(end) {
                candidates.append(String(last.dropLast()))
            }
            // A weight such as `name:1.2)` belongs to the prompt's syntax.
            if let colon = word.firstIndex(of: ":") { candidates.append(String(word[..<colon])) }
            return candidates.compactMap(path(ofEmbedding:))
        }
    }

    /// The vectors of an embedding for one of a prompt's text encoders, or nil if there is no such file.
    ///
    /// - Shapes: [vectors, width].
    /// - Throws: if the file is damaged or made for a text encoder of another width.
    func vectors(named name: String, for part: TextEncoder.Part) throws -> Tensor? {
        guard let path = path(ofEmbedding: name) else { return nil }
        let width = part.width
        let tensors = try loadWeightsFile(path)
        let fitting = [part.name, "emb_params", "string_to_param.*"].compactMap { tensors[$0] }
        guard let stored = fitting.first ?? tensors.values.first(where: { $0.shape.last == width }) else {
            throw EmbeddingError.noVectors(path: path)
        }
        guard let found = stored.shape.last, found == width else {
            throw EmbeddingError.otherWidth(path: path, found: stored.shape, wanted: width)
        }
        let vectors = try stored.tensor()
        return vectors.reshaped([vectors.count / width, width])
    }

    /// As ComfyUI, a name may come with or without its extension.
    private func path(ofEmbedding name: String) -> String? {
        guard !name.isEmpty else { return nil }
        return ["", ".safetensors", ".pt", ".bin"].lazy.compactMap { path(of: name + $0) }.first
    }

    private func path(of name: String) -> String? {
        try? folders.file(name, in: .models("embeddings")).path
    }
}

/// Why a file in the embeddings folder is of no use to a prompt.
enum EmbeddingError: Error, Hashable, CustomStringConvertible {
    case noVectors(path: String)
    case otherWidth(path: String, found: [Int], wanted: Int)

    var description: String {
        switch self {
        case .noVectors(let path):
            "\(path): no tensor here is an embedding. Remove it from the prompt, or choose another file."
        case .otherWidth(let path, let found, let wanted):
            "\(path): its vectors are \(found), but this text encoder takes \(wanted) numbers each. "
                + "Use an embedding made for this model family."
        }
    }
}
