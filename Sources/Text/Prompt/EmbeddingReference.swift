/// `embedding:name` in a prompt: the name as written, and the text after it.
///
/// Source: the behaviour of `SDTokenizer` in ComfyUI's `sd1_clip.py`.
struct EmbeddingReference: Hashable {
    static let mark = "embedding:"

    let name: String
    let rest: String

    /// Nil if the text does not begin with the mark.
    init?(_ text: String) {
        let scalars = text.unicodeScalars
        guard scalars.starts(with: Self.mark.unicodeScalars) else { return nil }
        let words = scalars.dropFirst(Self.mark.unicodeScalars.count).split(whereSeparator: \.isPythonSpace)
        let first = words.first ?? Substring.UnicodeScalarView()
        // A name ends where markup begins.
        let name = first.prefix { $0 != "<" && $0 != "[" }
        let markup = first[name.endIndex...]
        self.name = String(name)
        rest = ((markup.isEmpty ? [] : [markup]) + words.dropFirst()).map { String($0) }.joined(separator: " ")
    }

    /// The same reference with the commas around the name given back to the text; nil if there are none.
    ///
    /// As in ComfyUI, which counts what was stripped and takes as much from the name's end.
    func withoutCommas() -> EmbeddingReference? {
        let scalars = name.unicodeScalars
        let stripped = Array(scalars.drop { $0 == "," }.reversed().drop { $0 == "," }.reversed())
        guard stripped.count < scalars.count else { return nil }
        let tail = scalars.dropFirst(stripped.count)
        return EmbeddingReference(name: Self.string(stripped), rest: "\(Self.string(tail)) \(rest)")
    }

    private init(name: String, rest: String) {
        self.name = name
        self.rest = rest
    }

    private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Cuts a text before every mark that stands at its start or after white space.
    static func split(_ text: String) -> [String] {
        let scalars = text.unicodeScalars
        var parts: [String] = []
        var start = scalars.startIndex
        var previous: Unicode.Scalar?
        for index in scalars.indices {
            if previous?.isPythonSpace == true, scalars[index...].starts(with: mark.unicodeScalars) {
                parts.append(String(scalars[start..<index]))
                start = index
            }
            previous = scalars[index]
        }
        parts.append(String(scalars[start...]))
        return parts.filter { !$0.isEmpty }
    }
}
