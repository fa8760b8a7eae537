import WideProducts

/// How numbers lie in words, and how the depth of a product is cut.
///
/// A word holds two brain floats, four bytes or, where the processor has no products of those, one float that was rounded
/// as they are. Numbers of a chunk of the depth share a scale if they are bytes.
struct WordFormat {
    let isBytes: Bool
    let perWord: Int
    let chunks: [Range<Int>]

    /// Numbers of a chunk: 16 KiB of weights of 32 outputs and 6 KiB of input lie in the first-level cache, and the whole
    /// sums of as many products of bytes are exact as floats.
    static let longestChunk = 256

    init(isBytes: Bool, depth: Int) {
        self.isBytes = isBytes
        perWord = WordMachine.numbersPerWord(isBytes)
        let count = max(1, (depth + Self.longestChunk - 1) / Self.longestChunk)
        let length = ((depth + count - 1) / count + 7) / 8 * 8
        chunks = stride(from: 0, to: depth, by: max(length, 1)).map { $0..<min($0 + length, depth) }
    }

    /// Words from row to row of a chunk of input: an odd number of cache lines.
    var pitch: Int { Self.longestChunk / perWord + 16 }

    /// Words of as many numbers, the last filled up with zeros.
    func words(_ count: Int) -> Int { (count + perWord - 1) / perWord }

    /// Words along the whole depth. All chunks but the last are whole words.
    var words: Int { words(chunks.last?.upperBound ?? 0) }
}
