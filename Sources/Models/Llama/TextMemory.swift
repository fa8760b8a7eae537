import Kernels

/// How a language model remembers the keys and values of what it has read; the raw values are the names that people know.
public enum TextMemory: String, Sendable, CaseIterable {
    case halves = "f16"
    /// Half the room of halves, and two digits of precision.
    case bytes = "q8_0"
    case numbers = "f32"

    public var element: KeyValueElement {
        switch self {
        case .halves: .float16
        case .bytes: .int8
        case .numbers: .float32
        }
    }
}
