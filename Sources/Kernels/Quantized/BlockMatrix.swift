import Panels

/// The weights of a linear layer in blocks.
///
/// Either they stay where they lie, row after row as in a file, or sixteen rows are laid side by side in memory of their own,
/// which takes time before the first product and spares some in each. The products are the same, bit for bit.
public struct BlockMatrix: Sendable {
    public let outputs: Int
    public let inputs: Int
    public let format: BlockFormat

    /// Whether what rounding takes from the input is multiplied as well.
    public let addsRemainder: Bool

    private let layout: PanelLayout
    private let panelMemory: AlignedMemory?
    /// [outputs, inputs], where the weights stay in place; whoever made the matrix keeps them there.
    nonisolated(unsafe) private let rows: UnsafeRawPointer

    /// The weights where they lie; the matrix must not outlive them.
    ///
    /// - Parameter addsRemainder: whether what rounding takes from the input is multiplied as well, which doubles the work.
    /// - Shapes: `weights` [outputs, inputs]; a row is a whole number of blocks.
    @unsafe public init(
        inPlace weights: RawSpan, _ format: BlockFormat, outputs: Int, inputs: Int, addsRemainder: Bool = false
    ) {
        Self.check(weights, format, outputs: outputs, inputs: inputs)
        self.outputs = outputs
        self.inputs = inputs
        self.format = format
        self.addsRemainder = addsRemainder
        layout = PanelLayout(format)
        panelMemory = nil
        rows = weights.withUnsafeBytes { $0.baseAddress } ?? UnsafeRawPointer(Self.nothing.base)
    }

    /// Bytes of weights that are laid side by side before they are said to be no longer needed.
    private static let pieceByteCount = 4 << 20

    /// The weights laid side by side; otherwise as in place.
    ///
    /// - Parameter giveBack: gets bytes of `weights` that are no longer needed, as soon as that is so: a large matrix would
    ///   otherwise be in memory twice.
    public init(
        _ weights: RawSpan, _ format: BlockFormat, outputs: Int, inputs: Int, addsRemainder: Bool = false,
        giveBack: (Range<Int>) -> Void = { _ in }
    ) {
        Self.check(weights, format, outputs: outputs, inputs: inputs)
        self.outputs = outputs
        self.inputs = inputs
        self.format = format
        self.addsRemainder = addsRemainder
        let layout = PanelLayout(format)
        let panels = (outputs + PanelFormat.rows - 1) / PanelFormat.rows
        let panelBytes = layout.byteCount(inputs / PanelFormat.blockLength)
        let memory = AlignedMemory(byteCount: panels * panelBytes)
        weights.withUnsafeBytes { weights in
            guard let source = weights.baseAddress else { return }
            let packing = PanelPacking(
                source: source, target: memory.base, format: format, layout: layout, outputs: outputs, inputs: inputs)
            let piece = max(1, Self.pieceByteCount / max(1, panelBytes))
            let rowBytes = weights.count / max(1, outputs)
            for first in stride(from: 0, to: panels, by: piece) {
                let last = min(panels, first + piece)
                parallelChunks(last - first, atLeast: max(1, 65_536 / max(1, panelBytes))) { chunk in
                    for panel in chunk { packing.pack(panel: first + panel) }
                }
                giveBack(first * PanelFormat.rows * rowBytes..<min(outputs, last * PanelFormat.rows) * rowBytes)
            }
        }
        self.layout = layout
        panelMemory = memory
        rows = UnsafeRawPointer(memory.base)
    }

    private static let nothing = AlignedMemory(byteCount: 0)

    private static func check(_ weights: RawSpan, _ format: BlockFormat, outputs: Int, inputs: Int) {
        precondition(inputs.isMultiple(of: format.blockLength), "rows of \(inputs) in blocks of \(format.rawValue)")
        let byteCount = outputs * (inputs / format.blockLength) * format.blockByteCount
        precondition(weights.byteCount == byteCount, "\(weights.byteCount) bytes for [\(outputs), \(inputs)]")
    }

    var blocks: Int { inputs / PanelFormat.blockLength }
    var panels: Int { (outputs + PanelFormat.rows - 1) / PanelFormat.rows }

    /// Bytes of a row that stays in place.
    var pitch: Int { inputs / format.blockLength * format.blockByteCount }

    /// Where a panel lies; nil if the rows stay in place.
    func address(ofPanel panel: Int) -> UnsafeRawPointer? {
        panelMemory.map { UnsafeRawPointer($0.base + panel * layout.byteCount(blocks)) }
    }

    var isPacked: Bool { panelMemory != nil }

    /// Calls `body` with the first of a panel's sixteen rows in place; those that a last panel lacks are zero.
    func withRows(ofPanel panel: Int, _ body: (UnsafeRawPointer) -> Void) {
        let first = rows + panel * PanelFormat.rows * pitch
        let count = min(PanelFormat.rows, outputs - panel * PanelFormat.rows)
        guard count < PanelFormat.rows else { return body(first) }
        let (all, some) = (PanelFormat.rows * pitch, count * pitch)
        ThreadPool.current.scratch.withFloats((all + 3) / 4) { memory in
            let memory = UnsafeMutableRawPointer(memory)
            memory.copyMemory(from: first, byteCount: some)
            (memory + some).initializeMemory(as: UInt8.self, repeating: 0, count: all - some)
            body(UnsafeRawPointer(memory))
        }
    }

    /// Bytes that the weights take.
    public var byteCount: Int { panelMemory?.byteCount ?? outputs * pitch }

    /// `output = input · weightsᵀ + bias`, with the input rounded to bytes, 32 of a row with a scale of their own.
    ///
    /// A row's product is the same whatever other rows there are.
    /// - Shapes: `input` [rows, inputs]; `bias` [outputs]; `output` [rows, outputs].
    /// - Accuracy: exact but for the rounding of the input (NMSE about 3e-5, 1e-9 with the remainder) and of the sums of blocks.
    public func product(_ input: Span<Float>, bias: Span<Float>?, into output: inout MutableSpan<Float>) {
        let rows = output.count / max(1, outputs)
        precondition(input.count == rows * inputs, "\(input.count) inputs for \(rows) rows of \(inputs)")
        withAddress(of: bias) { bias in
            withAddress(of: input) { input in
                output.withUnsafeMutableBufferPointer { output in
                    guard let input, let output = output.baseAddress, rows > 0 else { return }
                    multiply(input, rows: rows, [BlockProductPart(matrix: self, bias: bias, output: output)])
                }
            }
        }
    }
}

/// Products of the same input with several matrices, in one loop over all their rows: the input is rounded once, and the
/// threads meet once.
///
/// - Shapes: `input` [rows, inputs]; `biases` [outputs of the matrix]; `output` the results [rows, outputs] one after
///   another.
public func products(
    _ input: Span<Float>, _ matrices: [BlockMatrix], biases: [[Float]?], into output: inout MutableSpan<Float>
) {
    guard let first = matrices.first, first.inputs > 0 else { return }
    let rows = input.count / first.inputs
    let total = matrices.reduce(0) { $0 + $1.outputs }
    precondition(output.count == rows * total, "\(output.count) for \(rows) rows of \(total)")
    precondition(matrices.allSatisfy { $0.inputs == first.inputs } && biases.count == matrices.count)
    input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            guard let input = input.baseAddress, let output = output.baseAddress, rows > 0 else { return }
            var start = output
            var parts: [BlockProductPart] = []
            for matrix in matrices {
                parts.append(BlockProductPart(matrix: matrix, bias: nil, output: start))
                start += rows * matrix.outputs
            }
            multiply(input, rows: rows, parts)
            for (part, bias) in zip(parts, biases) {
                guard let bias else { continue }
                for row in 0..<rows {
                    for column in 0..<part.matrix.outputs {
                        part.output[row * part.matrix.outputs + column] += bias[column]
                    }
                }
            }
        }
    }
}
