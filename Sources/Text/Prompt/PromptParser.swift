/// Reads ComfyUI's prompt syntax: `(x)` weighs x by 1.1, `(x:1.3)` by exactly 1.3, `\(` and `\)` are plain brackets.
///
/// Nested brackets multiply, except that a written weight replaces what is outside of it. Nothing is an error: an unbalanced bracket
/// is text, and so is everything else that is special elsewhere (`[x]`, `AND`, `BREAK`).
/// Source: the behaviour of `token_weights` in ComfyUI's `sd1_clip.py`.
public struct PromptParser: Sendable {
    /// What brackets without a number weigh.
    private static let emphasis = 1.1

    public init() {}

    /// The segments of the prompt in order; none is empty.
    public func segments(of prompt: String) -> [PromptSegment] {
        var segments: [PromptSegment] = []
        // A stack, not recursion: brackets may be nested deeper than a thread's stack.
        var pending = [(text: Self.hideEscapes(in: prompt)[...], weight: 1.0)]
        while let (text, weight) = pending.popLast() {
            let parts = Self.topLevelParts(of: text).map { part in
                Self.opened(part, weight: weight) ?? (part, weight, isPlain: true)
            }
            // Plain text at the front is finished; what follows a bracket waits until the bracket is opened.
            let finished = parts.prefix(while: \.isPlain)
            segments += finished.map { PromptSegment(Self.showEscapes(in: $0.text), weight: $0.weight) }
            for part in parts.dropFirst(finished.count).reversed() {
                pending.append((part.text, part.weight))
            }
        }
        return segments
    }

    private typealias Bytes = ArraySlice<UInt8>

    /// Cuts before each outermost opening bracket and after its closing one.
    private static func topLevelParts(of text: Bytes) -> [Bytes] {
        var parts: [Bytes] = []
        var start = text.startIndex
        var depth = 0
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "("):
                if depth == 0, start < index {
                    parts.append(text[start..<index])
                    start = index
                }
                depth += 1
            case UInt8(ascii: ")"):
                // Below zero after a stray bracket; ComfyUI then takes the next opening bracket as text too.
                depth -= 1
                if depth == 0 {
                    parts.append(text[start...index])
                    start = index + 1
                }
            default: break
            }
        }
        if start < text.endIndex { parts.append(text[start...]) }
        return parts
    }

    /// What is inside the brackets around `part`, and its weight; nil if it has none.
    private static func opened(_ part: Bytes, weight: Double) -> (text: Bytes, weight: Double, isPlain: Bool)? {
        guard part.count >= 2, part.first == UInt8(ascii: "("), part.last == UInt8(ascii: ")") else { return nil }
        let inside = part.dropFirst().dropLast()
        if let colon = inside.lastIndex(of: UInt8(ascii: ":")), colon > inside.startIndex,
            let written = PromptWeight.parse(String(decoding: inside[(colon + 1)...], as: UTF8.self))
        {
            return (inside[..<colon], written, isPlain: false)
        }
        return (inside, weight * emphasis, isPlain: false)
    }

    /// Replaces escaped brackets by pairs of control characters, so that only real brackets are seen.
    private static func hideEscapes(in prompt: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(prompt.utf8.count)
        for byte in prompt.utf8 {
            let code: UInt8? = byte == UInt8(ascii: ")") ? 1 : byte == UInt8(ascii: "(") ? 2 : nil
            if let code, bytes.last == UInt8(ascii: "\\") {
                bytes[bytes.count - 1] = 0
                bytes.append(code)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    private static func showEscapes(in text: Bytes) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        for byte in text {
            if byte == 1 || byte == 2, bytes.last == 0 {
                bytes[bytes.count - 1] = UInt8(ascii: byte == 1 ? ")" : "(")
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
