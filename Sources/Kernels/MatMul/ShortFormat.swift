/// How weights are kept that take eight bits or fewer, row after row.
public enum ShortFormat: Sendable, Hashable {
    /// Four bits of exponent, three of fraction.
    case float8e4m3
    /// Five bits of exponent, two of fraction.
    case float8e5m2
    case int8
    /// The same of rows that were rotated in groups, so that no weight is much larger than the others.
    case rotatedInt8(group: Int)
    /// Blocks of a GGUF file.
    case blocks(BlockFormat)

    /// A row has a whole number of such runs of weights.
    public var runLength: Int {
        switch self {
        case .float8e4m3, .float8e5m2, .int8: 1
        case .rotatedInt8(let group): group
        case .blocks(let format): format.blockLength
        }
    }

    /// Bytes of a run.
    public var runByteCount: Int {
        switch self {
        case .float8e4m3, .float8e5m2, .int8: 1
        case .rotatedInt8(let group): group
        case .blocks(let format): format.blockByteCount
        }
    }

    /// Weights that can be rotated with each other: powers of four.
    public static let rotationLengths = [4, 16, 64, 256]
}
