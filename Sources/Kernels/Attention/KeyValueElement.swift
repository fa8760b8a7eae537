/// How a language model remembers keys and values.
public enum KeyValueElement: String, Sendable, CaseIterable {
    case float32 = "f32"
    /// Half precision: three digits.
    case float16 = "f16"
    /// Bytes, 32 neighbours of a head with a scale of their own: two digits.
    case int8 = "q8_0"

    /// Numbers that share a scale.
    static let groupLength = 32

    /// Bytes of sixteen numbers that lie side by side.
    var lineByteCount: Int {
        switch self {
        case .float32: 64
        case .float16: 32
        case .int8: 16
        }
    }
}
