import JSON

/// The node types that ComfyUI itself brings, whether Darkroom runs them or not.
///
/// Reading costs nothing until the first question; then the table's lines are found once, and a line is parsed when its
/// type is asked for.
public struct ComfyNodes: Sendable {
    public enum Kind: Sendable {
        /// ComfyUI runs it on its own machine.
        case local
        /// It calls an online service, which Darkroom never does.
        case online
    }

    private let lines: [Substring: Substring]

    /// The table, read when first asked.
    public static let all = ComfyNodes()

    private init() {
        var lines: [Substring: Substring] = [:]
        // By bytes, which is many times quicker than by characters.
        for line in Self.table.utf8.split(separator: UInt8(ascii: "\n")) {
            guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { continue }
            lines[Substring(line[..<tab])] = Substring(line[line.index(after: tab)...])
        }
        self.lines = lines
    }

    /// Nil if ComfyUI has no such type.
    public func kind(of name: String) -> Kind? {
        lines[name[...]].map { $0.isEmpty ? .online : .local }
    }

    public var names: [String] { lines.keys.map(String.init).sorted() }

    /// What the type declares; nil for online services, of which only the names are kept.
    public func declaration(of name: String) -> NodeDeclaration? {
        guard let line = lines[name[...]], !line.isEmpty, let json = try? JSONValue(parsing: Array(line.utf8), .python)
        else { return nil }
        return NodeDeclaration(name: name, json)
    }
}
