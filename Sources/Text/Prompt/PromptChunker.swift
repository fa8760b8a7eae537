/// Packs groups of tokens into chunks of 77: start, up to 75 tokens, end, padding.
///
/// A group of 8 tokens or more is split where a chunk is full; a shorter one moves to the next chunk whole.
/// Source: the behaviour of `SDTokenizer.tokenize_with_weights` in ComfyUI.
struct PromptChunker {
    private static let splittable = 8
    /// Start and end.
    private static let room = PromptChunk.length - 2

    private let padding: PromptToken
    private var finished: [PromptChunk] = []
    private var open: [PromptToken] = []

    init(padding: Int32) { self.padding = PromptToken(.id(padding)) }

    mutating func add(_ group: [PromptToken]) {
        var rest = group[...]
        while open.count + rest.count > Self.room {
            if group.count >= Self.splittable {
                let part = rest.prefix(Self.room - open.count)
                open += part
                rest = rest.dropFirst(part.count)
            }
            close()
        }
        open += rest
    }

    /// All chunks; at least one, be it empty.
    mutating func finish() -> [PromptChunk] {
        close()
        return finished
    }

    private mutating func close() {
        var tokens = [PromptToken(.id(ClipTokenizer.start))] + open + [PromptToken(.id(ClipTokenizer.end))]
        tokens += repeatElement(padding, count: PromptChunk.length - tokens.count)
        finished.append(PromptChunk(tokens))
        open = []
    }
}
