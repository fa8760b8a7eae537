import Kernels
import Synchronization

/// What a model has read lately, so that a prompt which begins in the same way need not be read from its start.
final class PromptShelf: Sendable {
    /// Shorter beginnings are read again as fast as they are found.
    static let leastLength = 16
    private static let mostEntries = 8
    /// Bytes that all entries may take together.
    private static let limit = 256 << 20

    private struct Entry {
        let tokens: [Int]
        let cache: KeyValueCache
    }

    /// The one that was used last stands last.
    private let entries = Mutex<[Entry]>([])

    /// The longest beginning of `prompt` that was read before, but for its last token.
    func longest(of prompt: [Int], _ element: KeyValueElement, isLong: Bool) -> KeyValueCache? {
        entries.withLock { entries in
            var best: (index: Int, length: Int)?
            for (index, entry) in entries.enumerated()
            where entry.cache.element == element && entry.cache.isLong == isLong {
                let length = min(zip(entry.tokens, prompt).prefix { $0 == $1 }.count, prompt.count - 1)
                guard length >= Self.leastLength, length > best?.length ?? 0,
                    entry.cache.canTruncate(to: length)
                else { continue }
                best = (index, length)
            }
            guard let best else { return nil }
            let entry = entries.remove(at: best.index)
            entries.append(entry)
            var cache = entry.cache
            cache.truncate(to: best.length)
            return cache
        }
    }

    /// - Parameter cache: holds `tokens`, and perhaps more.
    func keep(_ tokens: [Int], _ cache: KeyValueCache) {
        guard tokens.count >= Self.leastLength, cache.byteCount <= Self.limit, cache.canTruncate(to: tokens.count)
        else { return }
        var cache = cache
        cache.truncate(to: tokens.count)
        entries.withLock { entries in
            // What is the beginning of this one stays: another text may go on from there, and the pages are shared.
            entries.removeAll {
                $0.tokens == tokens && $0.cache.element == cache.element && $0.cache.isLong == cache.isLong
            }
            entries.append(Entry(tokens: tokens, cache: cache))
            while entries.count > Self.mostEntries || entries.reduce(0, { $0 + $1.cache.byteCount }) > Self.limit {
                entries.removeFirst()
            }
        }
    }
}

extension LanguageModel {
    /// A cache with the longest beginning of `prompt` that this model has read before, or an empty one; at least one token is
    /// left to read.
    ///
    /// - Parameter length: positions that the text may get.
    public func recall(
        _ prompt: [Int], _ element: KeyValueElement? = nil, upTo length: Int = 0
    ) -> KeyValueCache {
        let (element, length) = (element ?? memory.element, max(length, prompt.count))
        return prompts.longest(of: prompt, element, isLong: network.isLong(length))
            ?? network.emptyCache(element, upTo: length)
    }

    /// Remembers `cache` for prompts that begin with `tokens`, until newer ones take its room.
    ///
    /// - Parameter cache: holds `tokens`, and perhaps more.
    public func keep(_ tokens: [Int], _ cache: KeyValueCache) {
        precondition(cache.count >= tokens.count, "\(cache.count) of \(tokens.count) tokens")
        prompts.keep(tokens, cache)
    }
}
