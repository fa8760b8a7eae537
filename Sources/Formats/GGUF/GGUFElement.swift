import Kernels
import Tensors

/// How the numbers of a GGUF tensor are stored: each by itself, or in blocks.
public enum GGUFElement: Hashable, Sendable {
    case plain(ElementType)
    case blocks(BlockFormat)

    /// - Parameter code: the number that the file gives; nil for a type that is not read.
    init?(code: UInt32) {
        switch code {
        case 0: self = .plain(.float32)
        case 1: self = .plain(.float16)
        case 2: self = .blocks(.q4_0)
        case 3: self = .blocks(.q4_1)
        case 6: self = .blocks(.q5_0)
        case 7: self = .blocks(.q5_1)
        case 8: self = .blocks(.q8_0)
        case 10: self = .blocks(.q2K)
        case 11: self = .blocks(.q3K)
        case 12: self = .blocks(.q4K)
        case 13: self = .blocks(.q5K)
        case 14: self = .blocks(.q6K)
        case 20: self = .blocks(.iq4NL)
        case 23: self = .blocks(.iq4XS)
        case 24: self = .plain(.int8)
        case 25: self = .plain(.int16)
        case 26: self = .plain(.int32)
        case 27: self = .plain(.int64)
        case 28: self = .plain(.float64)
        case 30: self = .plain(.bfloat16)
        default: return nil
        }
    }

    /// Types that the format names and that are not read, for the sentence that says so.
    static func name(ofCode code: UInt32) -> String? {
        let names: [UInt32: String] = [
            9: "Q8_1", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 21: "IQ3_S", 22: "IQ2_S",
            29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
        ]
        return names[code]
    }

    /// What people call it.
    public var name: String {
        switch self {
        case .plain(let element): element.rawValue
        case .blocks(let format): format.rawValue
        }
    }

    /// Numbers that are stored together.
    public var blockLength: Int {
        if case .blocks(let format) = self { format.blockLength } else { 1 }
    }

    /// Bytes that they take.
    public var blockByteCount: Int {
        switch self {
        case .plain(let element): element.byteCount
        case .blocks(let format): format.blockByteCount
        }
    }
}
