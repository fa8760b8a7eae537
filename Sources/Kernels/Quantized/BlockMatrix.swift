/// The weights of a linear layer in blocks, kept as the file has them; widened a row at a time while they are used.
public struct BlockMatrix: Sendable {
    public let outputs: Int
    public let inputs: Int
    public let format: BlockFormat

    private let bytes: AlignedMemory

    /// - Shapes: `weights` [outputs, inputs]; a row is a whole number of blocks.
    public init(_ weights: RawSpan, _ format: BlockFormat, outputs: Int, inputs: Int) {
        precondition(inputs.isMultiple(of: format.blockLength), "rows of \(inputs) in blocks of \(format.rawValue)")
        self.outputs = outputs
        self.inputs = inputs
        self.format = format
        let byteCount = outputs * (inputs / format.blockLength) * format.blockByteCount
        precondition(weights.byteCount == byteCount, "\(weights.byteCount) bytes for [\(outputs), \(inputs)]")
        let memory = AlignedMemory(byteCount: byteCount)
        weights.withUnsafeBytes { weights in
            guard let source = weights.baseAddress else { return }
            memory.base.copyMemory(from: source, byteCount: byteCount)
        }
        bytes = memory
    }

    private var blocksInRow: Int { inputs / format.blockLength }

    /// `output = input · weightsᵀ + bias`.
    ///
    /// - Shapes: `input` [rows, inputs]; `bias` [outputs]; `output` [rows, outputs].
    /// - Accuracy: that of a float32 product with the widened weights.
    public func product(_ input: Span<Float>, bias: Span<Float>?, into output: inout MutableSpan<Float>) {
        let rows = output.count / max(1, outputs)
        precondition(input.count == rows * inputs, "\(input.count) inputs for \(rows) rows of \(inputs)")
        withAddress(of: bias) { bias in
            withAddress(of: input) { input in
                output.withUnsafeMutableBufferPointer { output in
                    guard let input, let output = output.baseAddress, rows > 0 else { return }
                    if rows <= ThinProduct.mostRows {
                        thin(input, rows: rows, bias: bias, into: output)
                    } else {
                        wide(input, rows: rows, bias: bias, into: output)
                    }
                }
            }
        }
    }

    /// A few rows: the time goes into reading the weights, so each row of them is widened once, in the first-level cache.
    private func thin(
        _ input: UnsafePointer<Float>, rows: Int, bias: UnsafePointer<Float>?, into output: UnsafeMutablePointer<Float>
    ) {
        let rowBytes = blocksInRow * format.blockByteCount
        parallelChunks(outputs, atLeast: max(1, 262_144 / max(1, inputs))) { chunk in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: inputs) { row in
                guard let row = row.baseAddress else { return }
                for index in chunk {
                    widenBlocks(bytes.base + index * rowBytes, format, count: blocksInRow, into: row)
                    let start = bias?[index] ?? 0
                    for place in 0..<rows {
                        output[place * outputs + index] = start + dotProduct(row, input + place * inputs, count: inputs)
                    }
                }
            }
        }
    }

    /// Many rows: a strip of the weights at a time is widened and packed, and goes through the ordinary product.
    private func wide(
        _ input: UnsafePointer<Float>, rows: Int, bias: UnsafePointer<Float>?, into output: UnsafeMutablePointer<Float>
    ) {
        let rowBytes = blocksInRow * format.blockByteCount
        let strip = min(outputs, max(WeightPanels.width, Self.stripLength / max(1, inputs) / 64 * 64))
        for start in stride(from: 0, to: outputs, by: strip) {
            let count = min(strip, outputs - start)
            let widened = floats(count * inputs) { widened in
                let source = UnsafeRawBufferPointer(start: bytes.base + start * rowBytes, count: count * rowBytes)
                widen(source.bytes, format, into: &widened)
            }
            let panels = WeightPanels(widened.span.bytes, element: .float32, outputs: count, depth: inputs) { $0 }
            let part = floats(rows * count) { part in
                part.withUnsafeMutableBufferPointer { part in
                    guard let part = part.baseAddress else { return }
                    let epilogue = Epilogue(bias: bias.map { $0 + start }, residual: nil)
                    multiply(input, rows: rows, panels, epilogue, into: part)
                }
            }
            part.withUnsafeBufferPointer { part in
                guard let part = part.baseAddress else { return }
                parallelChunks(rows, atLeast: max(1, elementsWorthSharing / count)) { chunk in
                    for row in chunk {
                        (output + row * outputs + start).update(from: part + row * count, count: count)
                    }
                }
            }
        }
    }

    /// Weights in a strip: as many as the third-level cache holds beside the input.
    private static let stripLength = 1 << 20

    /// Row `index`, widened.
    ///
    /// - Shapes: `output` [inputs].
    public func row(_ index: Int, into output: inout MutableSpan<Float>) {
        precondition(0..<outputs ~= index, "row \(index) of \(outputs)")
        let rowBytes = blocksInRow * format.blockByteCount
        output.withUnsafeMutableBufferPointer { output in
            precondition(output.count == inputs, "\(output.count) of \(inputs)")
            guard let output = output.baseAddress else { return }
            widenBlocks(bytes.base + index * rowBytes, format, count: blocksInRow, into: output)
        }
    }
}

/// The sum of the products of `count` numbers, in four vectors of partial sums.
@inline(__always)
func dotProduct(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Float {
    var (sum0, sum1, sum2, sum3) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
    var index = 0
    while index + 32 <= count {
        sum0.addProduct(a.vector(at: index), b.vector(at: index))
        sum1.addProduct(a.vector(at: index + 8), b.vector(at: index + 8))
        sum2.addProduct(a.vector(at: index + 16), b.vector(at: index + 16))
        sum3.addProduct(a.vector(at: index + 24), b.vector(at: index + 24))
        index += 32
    }
    while index + 8 <= count {
        sum0.addProduct(a.vector(at: index), b.vector(at: index))
        index += 8
    }
    var sum = ((sum0 + sum1) + (sum2 + sum3)).sum()
    while index < count {
        sum += a[index] * b[index]
        index += 1
    }
    return sum
}
