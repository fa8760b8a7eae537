import JSON

/// How the files of a job are called: `{index:04}_{3.seed}`.
///
/// `{index}` is the job's place in the table, `{prefix}` what the saving node itself would begin names with, `{node}` its id,
/// `{NODE.INPUT}` what a job gives this input; `:04` fills numbers up with zeros. A slash makes a subfolder. `{{` and `}}` are
/// braces.
public struct NameTemplate: Hashable, Sendable {
    let parts: [Part]

    enum Part: Hashable, Sendable {
        case text(String)
        case index(width: Int)
        case prefix
        case node
        case input(String, width: Int)
    }

    /// - Throws: `NameTemplateError`.
    public init(_ text: String) throws(NameTemplateError) {
        var parts: [Part] = []
        var plain = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            let isDoubled = rest.first == character
            switch character {
            case "{" where isDoubled, "}" where isDoubled:
                plain.append(character)
                rest.removeFirst()
            case "{":
                guard let end = rest.firstIndex(of: "}") else { throw .unclosed(text) }
                if !plain.isEmpty { parts.append(.text(plain)) }
                plain = ""
                parts.append(try Self.field(rest[..<end], in: text))
                rest = rest[rest.index(after: end)...]
            case "}":
                throw .stray(text)
            default:
                plain.append(character)
            }
        }
        if !plain.isEmpty { parts.append(.text(plain)) }
        guard !parts.isEmpty else { throw .empty }
        self.parts = parts
    }

    private init(parts: [Part]) {
        self.parts = parts
    }

    /// The node's own prefix and the job's number, with as many digits as the last job needs, and at least four.
    ///
    /// - Parameter namesNode: also the node's id, for graphs whose nodes save under the same prefix.
    static func standard(jobs: Int, namesNode: Bool) -> NameTemplate {
        NameTemplate(
            parts: [.prefix, .text("_")] + (namesNode ? [.node, .text("_")] : [])
                + [.index(width: max(4, "\(jobs)".count))])
    }

    private static func field(_ text: Substring, in template: String) throws(NameTemplateError) -> Part {
        var name = text
        var width = 0
        if let colon = text.lastIndex(of: ":") {
            let digits = text[text.index(after: colon)...]
            guard digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(digits), 1...20 ~= number else {
                throw .badWidth(String(text))
            }
            (name, width) = (text[..<colon], number)
        }
        switch name {
        case "index": return .index(width: width)
        case "prefix": return .prefix
        case "node": return .node
        case _ where name.contains("."): return .input(String(name), width: width)
        default: throw .unknownField(String(text))
        }
    }
}

/// What is wrong with a template for names.
public enum NameTemplateError: Error, Hashable, Sendable {
    case empty
    case unclosed(String)
    case stray(String)
    case badWidth(String)
    case unknownField(String)
    case linkedInput(String)
    case nothingSaves
}

extension NameTemplateError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .empty: "--name is empty. Leave it out, or write a template such as '{index:04}_{3.seed}'."
        case .unclosed(let text):
            "--name '\(text.legible())': a '{' is never closed. Close it, or write '{{' for a brace."
        case .stray(let text):
            "--name '\(text.legible())': a '}' closes nothing. Write '}}' for a brace."
        case .badWidth(let field):
            "--name: '{\(field.legible())}' has no number of digits behind the colon. Write, for instance, {index:04}."
        case .unknownField(let field):
            "--name: there is nothing called '{\(field.legible())}'. Use {index}, {prefix}, {node} or {NODE.INPUT}."
        case .linkedInput(let target):
            "--name: '{\(target.legible())}' is linked or not set, so that it has no value before the job runs. Name an "
                + "input that holds one."
        case .nothingSaves:
            "--name: no node of this graph saves files under a prefix. Add a SaveImage, or leave --name out."
        }
    }
}
