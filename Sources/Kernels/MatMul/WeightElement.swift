/// How a weight is kept, in a file and in memory.
public enum WeightElement: Sendable {
    case float32
    case float16
    case bfloat16

    public var byteCount: Int { self == .float32 ? 4 : 2 }
}
