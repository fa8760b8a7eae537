import Panels

/// The weights of a linear layer in blocks, sixteen rows side by side, as products want them; as many bits as in the file,
/// or hardly more.
public struct BlockMatrix: Sendable {
    public let outputs: Int
    public let inputs: Int
    public let format: BlockFormat

    /// Whether what rounding takes from the input is multiplied as well.
    let addsRemainder: Bool

    let layout: PanelLayout
    private let memory: AlignedMemory

    /// - Parameter addsRemainder: whether what rounding takes from the input is multiplied as well, which doubles the work.
    /// - Shapes: `weights` [outputs, inputs]; a row is a whole number of blocks.
    public init(
        _ weights: RawSpan, _ format: BlockFormat, outputs: Int, inputs: Int, addsRemainder: Bool = false
    ) {
        precondition(inputs.isMultiple(of: format.blockLength), "rows of \(inputs) in blocks of \(format.rawValue)")
        let byteCount = outputs * (inputs / format.blockLength) * format.blockByteCount
        precondition(weights.byteCount == byteCount, "\(weights.byteCount) bytes for [\(outputs), \(inputs)]")
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
            parallelChunks(panels, atLeast: max(1, 65_536 / max(1, panelBytes))) { chunk in
                for panel in chunk { packing.pack(panel: panel) }
            }
        }
        self.layout = layout
        self.memory = memory
    }

    var blocks: Int { inputs / PanelFormat.blockLength }
    var panels: Int { (outputs + PanelFormat.rows - 1) / PanelFormat.rows }
    var panelBytes: Int { layout.byteCount(blocks) }

    func address(ofPanel panel: Int) -> UnsafeRawPointer { UnsafeRawPointer(memory.base + panel * panelBytes) }

    /// Bytes that the weights take.
    public var byteCount: Int { memory.byteCount }

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
