import Kernels
import Tensors

/// A tensor of a GGUF file, still in the file.
public struct GGUFTensor: Sendable {
    /// Outermost axis first; the last is innermost.
    public let shape: [Int]
    public let element: GGUFElement
    var source: MappedWeights

    /// Number of elements. Beside a length of zero, others may be too large to be multiplied.
    public var count: Int { shape.contains(0) ? 0 : shape.reduce(1, *) }

    /// Calls `body` with the bytes as they are stored.
    ///
    /// - Throws: `FileError` if the file has changed since it was opened; whatever `body` throws.
    public func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        try source.withBytes(body)
    }

    /// The same for bytes that are used up on the way: `body` says which it no longer needs.
    public func withBytesToGiveBack<Result>(
        _ body: (RawSpan, (Range<Int>) -> Void) throws -> Result
    ) throws -> Result {
        try source.withBytes { bytes in
            try body(bytes) { part in
                let start = source.range.lowerBound
                source.file.giveBack(start + part.lowerBound..<start + part.upperBound)
            }
        }
    }

    /// The same for bytes that will be asked for again.
    public func withResidentBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        try source.withResidentBytes(body)
    }

    /// The part at `index` of the first axis, such as one matrix of a stack.
    public func part(_ index: Int) -> GGUFTensor {
        precondition(shape.count > 1 && 0..<shape[0] ~= index, "part \(index) of \(shape)")
        let byteCount = source.range.count / shape[0]
        let start = source.range.lowerBound + index * byteCount
        return GGUFTensor(
            shape: Array(shape.dropFirst()), element: element,
            source: MappedWeights(
                file: source.file, range: start..<start + byteCount, alignment: source.alignment,
                readsAheadFrom: start))
    }

    /// The tensor as every loader of weights takes it: blocks are widened to 32-bit floats when they are read.
    public var stored: StoredTensor {
        switch element {
        case .plain(let element):
            StoredTensor(
                shape: shape, element: element,
                source: MappedWeights(
                    file: source.file, range: source.range, alignment: element.byteCount, isCopied: source.isCopied,
                    readsAheadFrom: source.readsAheadFrom))
        case .blocks(let format):
            StoredTensor(
                shape: shape, element: .float32,
                source: WidenedBlocks(blocks: source, blockFormat: format, count: count))
        }
    }
}

/// Blocks that are widened each time they are asked for, or opened by products as they lie.
private struct WidenedBlocks: ShortWeights {
    let blocks: MappedWeights
    let blockFormat: BlockFormat
    let count: Int

    var format: ShortFormat { .blocks(blockFormat) }
    var codes: any WeightSource { blocks }
    func scales() -> [Float] { [] }

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        let widened = try blocks.withBytes { bytes in floats(count) { widen(bytes, blockFormat, into: &$0) } }
        return try unsafe body(widened.span.bytes)
    }
}

extension GGUFTensor {
    /// The rows with these numbers, in this order, widened to 32-bit floats; the others are not read.
    ///
    /// - Shapes: self [V, D] → [rows.count, D].
    /// - Throws: `FileError` if the file has changed since it was opened.
    public func rows(_ rows: [Int]) throws -> Tensor {
        precondition(shape.count == 2 && rows.allSatisfy { 0..<shape[0] ~= $0 }, "rows \(rows) of \(shape)")
        let columns = shape[1]
        var values: [Float] = []
        values.reserveCapacity(rows.count * columns)
        for row in rows {
            var part = part(row)
            // A row that appears in memory would bring those beside it along, sixteen pages of them.
            part.source.isCopied = true
            values += try part.stored.tensor().array
        }
        return Tensor(values, shape: [rows.count, columns])
    }
}
