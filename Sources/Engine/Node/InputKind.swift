import JSON

/// What an input takes.
public enum InputKind: Hashable, Sendable {
    case integer(range: ClosedRange<Int128>, step: Int128, isSeed: Bool)
    case number(range: ClosedRange<Double>, step: Double, rounding: Double?)
    case boolean
    case text(multiline: Bool, dynamicPrompts: Bool, isTemplate: Bool)
    case choice([String])
    case file(FileSource)
    /// A list or an object, written as such: the points of a curve.
    case structure(type: String)

    /// A value that only a link can bring.
    case link(type: String)

    /// What graphs call the type of this input.
    public var portType: String {
        switch self {
        case .integer: Int.portType
        case .number: Double.portType
        case .boolean: Bool.portType
        case .text: String.portType
        case .choice, .file: FileName.portType
        case .structure(let type), .link(let type): type
        }
    }

    /// Whether a graph can write the value down.
    public var takesLiterals: Bool { if case .link = self { false } else { true } }
}

extension InputDefinition {
    /// The default as a graph file would write it.
    public var writtenDefault: JSONValue? {
        guard case .structure = kind, case .text(let text)? = defaultValue else { return defaultValue?.json }
        return try? JSONValue(parsing: text)
    }
}

/// What a node declares about one of its inputs.
public struct InputDefinition: Hashable, Sendable {
    /// In graph files: `batch_size`.
    public let name: String
    public let summary: String
    public let kind: InputKind

    /// Whether a graph may leave it out.
    public let isOptional: Bool

    /// What editors start from, and what an optional input has when it is left out.
    public let defaultValue: Literal?

    /// Whether what it is linked to is made only if the node asks for it.
    public var isLazy = false

    /// Whether it takes the whole list that a link brings.
    public var takesList = false

    /// Whether it takes the link itself rather than what it brings.
    public var takesLink = false

    /// The ports that have the same type.
    public var matching: MatchedType?

    /// How it grows; `kind` is then that of each of its elements.
    public var growth: Growth?

    /// What must be chosen for it to be there.
    public var condition: InputCondition?
}
