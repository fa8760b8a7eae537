import Panels

/// How GGUF files store weights in blocks: a few numbers that a block shares, and a few bits for each weight.
///
/// - Source: the formats' layouts in ggml's documentation; the raw values are the names that people know.
public enum BlockFormat: String, Sendable, CaseIterable {
    case q4_0 = "Q4_0"
    case q4_1 = "Q4_1"
    case q5_0 = "Q5_0"
    case q5_1 = "Q5_1"
    case q8_0 = "Q8_0"
    case q2K = "Q2_K"
    case q3K = "Q3_K"
    case q4K = "Q4_K"
    case q5K = "Q5_K"
    case q6K = "Q6_K"
    case iq4NL = "IQ4_NL"
    case iq4XS = "IQ4_XS"

    /// Weights in a block.
    public var blockLength: Int {
        switch self {
        case .q4_0, .q4_1, .q5_0, .q5_1, .q8_0, .iq4NL: 32
        case .q2K, .q3K, .q4K, .q5K, .q6K, .iq4XS: 256
        }
    }

    /// Bytes of a block.
    public var blockByteCount: Int {
        switch self {
        case .q4_0, .iq4NL: 18
        case .q4_1: 20
        case .q5_0: 22
        case .q5_1: 24
        case .q8_0: 34
        case .q2K: 84
        case .q3K: 110
        case .q4K: 144
        case .q5K: 176
        case .q6K: 210
        case .iq4XS: 136
        }
    }
}

extension BlockFormat {
    var panels: PanelFormat {
        switch self {
        case .q4_0: .q4_0
        case .q4_1: .q4_1
        case .q5_0: .q5_0
        case .q5_1: .q5_1
        case .q8_0: .q8_0
        case .q2K: .q2K
        case .q3K: .q3K
        case .q4K: .q4K
        case .q5K: .q5K
        case .q6K: .q6K
        case .iq4NL: .iq4NL
        case .iq4XS: .iq4XS
        }
    }
}

/// Blocks of weights as 32-bit floats; exact, as every weight is a product of small numbers.
///
/// - Shapes: `output` a whole number of blocks, and `bytes` those blocks.
public func widen(_ bytes: RawSpan, _ format: BlockFormat, into output: inout MutableSpan<Float>) {
    let blocks = output.count / format.blockLength
    precondition(output.count == blocks * format.blockLength, "\(output.count) weights in blocks of \(format.rawValue)")
    precondition(bytes.byteCount == blocks * format.blockByteCount, "\(bytes.byteCount) bytes for \(blocks) blocks")
    bytes.withUnsafeBytes { bytes in
        output.withUnsafeMutableBufferPointer { output in
            guard let source = bytes.baseAddress, let target = output.baseAddress else { return }
            parallelChunks(blocks, atLeast: max(1, elementsWorthSharing / format.blockLength)) { chunk in
                widenBlocks(
                    source + chunk.lowerBound * format.blockByteCount, format, count: chunk.count,
                    into: target + chunk.lowerBound * format.blockLength)
            }
        }
    }
}

/// The same for `count` blocks at an address, on the calling thread.
@inline(__always)
func widenBlocks(
    _ source: UnsafeRawPointer, _ format: BlockFormat, count: Int, into target: UnsafeMutablePointer<Float>
) {
    switch format {
    case .q4_0: each(source, format, count, target, widenQ4_0)
    case .q4_1: each(source, format, count, target, widenQ4_1)
    case .q5_0: each(source, format, count, target, widenQ5_0)
    case .q5_1: each(source, format, count, target, widenQ5_1)
    case .q8_0: each(source, format, count, target, widenQ8_0)
    case .q2K: each(source, format, count, target, widenQ2K)
    case .q3K: each(source, format, count, target, widenQ3K)
    case .q4K: each(source, format, count, target, widenQ4K)
    case .q5K: each(source, format, count, target, widenQ5K)
    case .q6K: each(source, format, count, target, widenQ6K)
    case .iq4NL: each(source, format, count, target, widenIQ4NL)
    case .iq4XS: each(source, format, count, target, widenIQ4XS)
    }
}

@inline(__always)
private func each(
    _ source: UnsafeRawPointer, _ format: BlockFormat, _ count: Int, _ target: UnsafeMutablePointer<Float>,
    _ widenBlock: (UnsafeRawPointer, UnsafeMutablePointer<Float>) -> Void
) {
    for block in 0..<count {
        widenBlock(source + block * format.blockByteCount, target + block * format.blockLength)
    }
}
