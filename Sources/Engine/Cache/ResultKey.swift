import Crypto

/// The name of a node's result: equal keys mean equal results.
///
/// It covers the node's type and version, its literals in canonical form, the content of every file that it reads, and the
/// keys of what it is linked to. Ids, titles, order and folders do not enter, so that the same work done elsewhere in a graph,
/// or in another graph, has the same key.
public struct ResultKey: Hashable, Sendable {
    fileprivate let words: InlineArray<4, UInt64>

    /// Whether it will never be met again, because something that it depends on is made anew each time.
    let isFleeting: Bool

    /// The SHA-256 of `parts`.
    init(_ parts: KeyText) {
        var words = InlineArray<4, UInt64>(repeating: 0)
        for (index, byte) in SHA256.hash(data: parts.bytes).enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        self.words = words
        isFleeting = parts.isFleeting
    }

    /// The key that has this description; nil if none has.
    public init?(description: some StringProtocol) {
        guard description.utf8.count == 64 else { return nil }
        var words = InlineArray<4, UInt64>(repeating: 0)
        for (index, letter) in description.utf8.enumerated() {
            let digit: UInt64
            switch letter {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt64(letter - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt64(letter - UInt8(ascii: "a")) + 10
            default: return nil
            }
            words[index / 16] = words[index / 16] << 4 | digit
        }
        self.words = words
        isFleeting = false
    }

    public static func == (a: ResultKey, b: ResultKey) -> Bool {
        a.words[0] == b.words[0] && a.words[1] == b.words[1] && a.words[2] == b.words[2] && a.words[3] == b.words[3]
    }

    public func hash(into hasher: inout Hasher) {
        // The bits of a digest are as good as random: the first word tells keys apart.
        hasher.combine(words[0])
    }
}

extension ResultKey: CustomStringConvertible {
    /// 64 hexadecimal digits.
    public var description: String {
        words.indices.map { index in
            let digits = String(words[index], radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

/// What a key is taken of: fields that cannot run into each other, for each tells its length.
struct KeyText {
    private(set) var bytes: [UInt8] = []

    /// Whether something was appended that no other key has.
    private(set) var isFleeting = false

    init() {
        // Room for a node with a few inputs.
        bytes.reserveCapacity(512)
    }

    mutating func append(_ text: String) {
        append(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func append(_ number: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    mutating func append(_ data: [UInt8]) {
        append(UInt64(data.count))
        bytes.append(contentsOf: data)
    }

    /// What no other key has.
    mutating func appendUnique() {
        for _ in 0..<4 { append(UInt64.random(in: 0...UInt64.max)) }
        isFleeting = true
    }

    mutating func append(_ key: ResultKey) {
        isFleeting = isFleeting || key.isFleeting
        for index in key.words.indices { append(key.words[index]) }
    }

    /// A letter for the kind, so that `1`, `1.0`, `true` and `"1"` are four values.
    mutating func append(_ literal: Literal) {
        switch literal {
        case .integer(let value): append("i\(value)")
        case .number(let value):
            append("n")
            append(value.bitPattern)
        case .boolean(let value): append("b\(value)")
        case .text(let value): append("t" + value)
        }
    }
}
