/// How strictly JSON text is read.
public struct JSONParsingOptions: Sendable, Hashable {
    /// Whether a key may occur twice in an object; the last one then wins.
    public var allowsDuplicateKeys = false

    /// Whether `NaN`, `Infinity`, `-Infinity` and numbers beyond a `Double` are read, as Python writes and reads them.
    public var allowsNonFiniteNumbers = false

    /// Whether half of a surrogate pair (`"\ud800"`) becomes U+FFFD instead of being refused; Swift texts cannot hold it.
    public var replacesLoneSurrogates = false

    /// Whether a byte order mark before the text is passed over.
    public var skipsByteOrderMark = false

    /// Arrays and objects inside each other. Bounded, because releasing a deep value recurses.
    public var depthLimit = 512

    /// Bytes of text.
    public var sizeLimit = 64 << 20

    /// Bytes of one number's text.
    public var numberLengthLimit = 1024

    public init() {}

    /// RFC 8259's grammar, and unique keys, which it only recommends.
    public static let strict = JSONParsingOptions()

    /// RFC 8259 and nothing more: the last of two members with the same key wins.
    public static let rfc8259 = {
        var options = JSONParsingOptions()
        options.allowsDuplicateKeys = true
        return options
    }()

    /// What Python's `json.loads` takes: files and metadata that ComfyUI wrote.
    public static let python = {
        var options = JSONParsingOptions()
        options.allowsDuplicateKeys = true
        options.allowsNonFiniteNumbers = true
        options.replacesLoneSurrogates = true
        options.skipsByteOrderMark = true
        return options
    }()
}
