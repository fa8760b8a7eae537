/// How a JSON value is laid out as text.
public struct JSONFormat: Sendable, Hashable {
    public var itemSeparator = ","
    public var keySeparator = ":"
    /// Spaces per level, with each member on its own line; nil keeps everything on one line.
    public var indent: Int?
    /// Whether every character beyond ASCII is written as `\uXXXX`.
    public var escapesNonASCII = false
    /// Whether members are written in the order of their keys' code units rather than their own.
    public var sortsKeys = false
    /// Whether `NaN` and the infinities are written by name; otherwise they become `null`, for JSON has no word for them.
    public var namesNonFiniteNumbers = false

    public init() {}

    public static let compact = JSONFormat()

    /// Two spaces per level.
    public static let pretty = {
        var format = JSONFormat()
        format.keySeparator = ": "
        format.indent = 2
        return format
    }()

    /// What Python's `json.dumps` writes by default, and so what ComfyUI puts into pictures.
    public static let python = {
        var format = JSONFormat()
        format.itemSeparator = ", "
        format.keySeparator = ": "
        format.escapesNonASCII = true
        format.namesNonFiniteNumbers = true
        return format
    }()

    /// The same text for the same value, whatever the order of its members: what hashes are taken of.
    public static let canonical = {
        var format = JSONFormat()
        format.sortsKeys = true
        format.namesNonFiniteNumbers = true
        return format
    }()
}
