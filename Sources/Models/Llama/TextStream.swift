import Text

/// Text that arrives token by token: it is passed on once its characters are whole and it cannot be the beginning of a stop.
struct TextStream {
    private let tokenizer: LanguageTokenizer
    private let stops: [[UInt8]]
    private var bytes: [UInt8] = []
    private var passed = 0
    private(set) var isStopped = false

    init(tokenizer: LanguageTokenizer, stops: [String]) {
        self.tokenizer = tokenizer
        self.stops = stops.filter { !$0.isEmpty }.map { Array($0.utf8) }
    }

    /// Everything that is certain.
    var text: String { String(decoding: bytes[..<passed], as: UTF8.self) }

    /// - Returns: what has become certain.
    mutating func add(_ token: Int) -> String {
        let start = bytes.count
        bytes += tokenizer.bytes(of: token)
        let longest = stops.map(\.count).max() ?? 0
        for place in max(0, start - longest)..<max(start - longest, 0, bytes.count) {
            guard stops.contains(where: { bytes[place...].starts(with: $0) }) else { continue }
            isStopped = true
            bytes.removeLast(bytes.count - place)
            break
        }
        return pass(upTo: isStopped ? bytes.count : min(wholeCharacters, beforeStops))
    }

    /// - Returns: what was held back.
    mutating func finish() -> String { pass(upTo: bytes.count) }

    private mutating func pass(upTo end: Int) -> String {
        guard end > passed else { return "" }
        defer { passed = end }
        return String(decoding: bytes[passed..<end], as: UTF8.self)
    }

    /// Where the last character begins that is not complete yet.
    private var wholeCharacters: Int {
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > back ? bytes.count - back : bytes.count
        }
        return bytes.count
    }

    /// Where the longest end begins that a stop could begin with.
    private var beforeStops: Int {
        let longest = stops.map(\.count).max() ?? 0
        for place in max(0, bytes.count - longest)..<bytes.count
        where stops.contains(where: { $0.starts(with: bytes[place...]) }) {
            return place
        }
        return bytes.count
    }
}
