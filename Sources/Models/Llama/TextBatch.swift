import Kernels
import Tensors

extension LanguageModel {
    /// Writes several texts together: the weights are read once for a token of each of them.
    ///
    /// A text that ends makes room for the next. What all prompts begin with is read once, and what an earlier prompt began
    /// with not at all (`recall`). Each text is the one that `write(after:)` would write alone, bit for bit.
    /// - Parameters:
    ///   - width: texts in the making at a time.
    ///   - element: how keys and values are remembered.
    ///   - tell: gets the index of a text, every piece of it as soon as it is certain, and how many tokens it has; may throw
    ///     to stop all.
    ///   - done: gets the index of a text and the text as soon as it is whole; may throw to stop all.
    /// - Returns: the texts in the order of the requests.
    /// - Throws: as `write(after:)`.
    public func write(
        _ requests: [TextRequest], together width: Int = 8, remembering element: KeyValueElement? = nil,
        tell: (Int, String, Int) throws -> Void = { _, _, _ in },
        done: (Int, WrittenText) throws -> Void = { _, _ in }
    ) throws -> [WrittenText] {
        precondition(width > 0, "\(width) texts at a time")
        let longest = requests.map { $0.prompt.count + $0.limits.tokens }.max() ?? 0
        try readSharedBeginning(of: requests.map(\.prompt), element, upTo: longest)
        var texts = [WrittenText](repeating: WrittenText(), count: requests.count)
        var waiting = requests.indices
        var active: [(index: Int, writer: TextWriter)] = []
        var caches: [KeyValueCache] = []
        while true {
            while active.count < width, let index = waiting.popFirst() {
                let request = requests[index]
                let cache = recall(request.prompt, element, upTo: request.prompt.count + request.limits.tokens)
                active.append((index, try TextWriter(self, request, read: cache.count)))
                caches.append(cache)
            }
            // Texts that are over before they begin, or have just ended.
            for place in active.indices.reversed() where !active[place].writer.goesOn() {
                let (index, count) = (active[place].index, active[place].writer.written.tokens.count)
                let rest = active[place].writer.finish()
                if !rest.isEmpty { try tell(index, rest, count) }
                texts[index] = active[place].writer.written
                try done(index, texts[index])
                active.remove(at: place)
                caches.remove(at: place)
            }
            if active.isEmpty {
                if waiting.isEmpty { return texts }
                continue
            }
            try step(&active, &caches, tell)
        }
    }

    /// One more token of every text.
    private func step(
        _ active: inout [(index: Int, writer: TextWriter)], _ caches: inout [KeyValueCache],
        _ tell: (Int, String, Int) throws -> Void
    ) throws {
        if active.count == 1, !active[0].writer.written.tokens.isEmpty {
            return try step(&active[0].writer, &caches[0]) { [index = active[0].index] in try tell(index, $0, $1) }
        }
        let unread = active.map(\.writer.unread)
        let states = try network.read(unread, &caches)
        var (end, last) = (0, [Tensor]())
        for tokens in unread {
            end += tokens.count
            last.append(states[rows: end - 1..<end])
        }
        let logits = try network.logits(last.count == 1 ? last[0] : concatenate(last, axis: 0)).rowArrays
        for place in active.indices {
            if active[place].writer.written.tokens.isEmpty { keep(active[place].writer.prompt, caches[place]) }
            guard let (_, piece) = active[place].writer.take(logits[place]) else { continue }
            try tell(active[place].index, piece, active[place].writer.written.tokens.count)
        }
    }

    /// Reads what all prompts begin with, if that is worth it, so that it is recalled for each.
    ///
    /// - Parameter length: positions that the texts may get.
    /// - Throws: `LanguageModelError` for a number that is no token; as `LlamaModel.read`.
    public func readSharedBeginning(
        of prompts: [[Int]], _ element: KeyValueElement? = nil, upTo length: Int = 0
    ) throws {
        guard prompts.count > 1, let first = prompts.first else { return }
        var shared = first.count
        for prompt in prompts {
            try check(prompt)
            shared = min(shared, prompt.count - 1, zip(first, prompt).prefix { $0 == $1 }.count)
        }
        guard shared >= PromptShelf.leastLength, shared <= network.configuration.contextLength else { return }
        let beginning = Array(first[..<shared])
        var cache = recall(beginning + [first[shared]], element, upTo: length)
        guard cache.count < shared else { return }
        _ = try network.read(Array(beginning[cache.count...]), &cache)
        keep(beginning, cache)
    }
}
