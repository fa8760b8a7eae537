/// Calls `body` with weights of eight bits or fewer as a matrix for products, which lives only as long as the call.
///
/// They are widened to 32-bit floats in the order in which a product walks over them, in memory that the next matrix takes over.
/// So matrices take no more memory than in their file, but for the largest of them once; each weight is opened once for all
/// rows of a product.
///
/// - Shapes: `weights` [outputs, inputs], `inputs` a multiple of the format's runs; `scales` [outputs], what each row is
///   multiplied with, [1], or empty.
public func withOpenMatrix<Result>(
    _ weights: RawSpan, _ format: ShortFormat, scales: [Float] = [], outputs: Int, inputs: Int,
    _ body: (PackedMatrix) throws -> Result
) rethrows -> Result {
    let width = WeightPanels.width
    let panels = (outputs + width - 1) / width
    return try ThreadPool.current.scratch.withFloats(panels * width * inputs) { memory in
        let bytes = weights.byteCount + 4 * outputs * inputs
        Profiler.measure("open", Work(sizes: "\(outputs) × \(inputs)", bytes: Double(bytes))) {
            withRows(weights, format, scales, outputs: outputs, inputs: inputs) { rows in
                parallel(panels) { rows.open(panel: $0, into: memory + $0 * inputs * width) }
            }
        }
        let opened = WeightPanels(
            outputs: outputs, depth: inputs, element: .float32, base: UnsafeMutableRawPointer(memory))
        return try body(PackedMatrix(opened))
    }
}

/// Weights of eight bits or fewer as 32-bit floats, in the order in which they lie.
///
/// - Shapes: as above; `output` [outputs, inputs].
public func widenMatrix(
    _ weights: RawSpan, _ format: ShortFormat, scales: [Float] = [], outputs: Int, inputs: Int,
    into output: inout MutableSpan<Float>
) {
    precondition(output.count == outputs * inputs, "\(output.count) floats for \(outputs) x \(inputs)")
    output.withUnsafeMutableBufferPointer { output in
        guard let target = output.baseAddress else { return }
        withRows(weights, format, scales, outputs: outputs, inputs: inputs) { rows in
            parallelChunks(outputs, atLeast: max(1, elementsWorthSharing / max(1, inputs))) { chunk in
                for row in chunk { rows.widen(row, 0..<inputs, into: target + row * inputs) }
            }
        }
    }
}

private func withRows(
    _ weights: RawSpan, _ format: ShortFormat, _ scales: [Float], outputs: Int, inputs: Int, _ body: (ShortRows) -> Void
) {
    precondition(inputs.isMultiple(of: format.runLength), "\(inputs) inputs in runs of \(format.runLength)")
    precondition(
        weights.byteCount == outputs * (inputs / format.runLength) * format.runByteCount,
        "\(weights.byteCount) bytes for \(outputs) x \(inputs) \(format)")
    precondition(scales.count < 2 || scales.count == outputs, "\(scales.count) scales for \(outputs) outputs")
    weights.withUnsafeBytes { source in
        scales.withUnsafeBufferPointer { scales in
            guard let source = source.baseAddress else { return }
            body(ShortRows(source: source, format: format, scales: scales, outputs: outputs, inputs: inputs))
        }
    }
}

/// Rows of weights in eight bits or fewer.
private struct ShortRows {
    let source: UnsafeRawPointer
    let format: ShortFormat
    let scales: UnsafeBufferPointer<Float>
    let outputs: Int
    let inputs: Int

    /// Weights of a row that are widened at a time: sixteen rows of them fit the first-level cache. A whole number of runs.
    private static let steps = 256

    /// Sixteen rows as a panel.
    ///
    /// - Shapes: `target` [inputs, 16].
    func open(panel: Int, into target: UnsafeMutablePointer<Float>) {
        let width = WeightPanels.width
        let first = panel * width
        let rows = min(width, outputs - first)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: width * Self.steps) { buffer in
            guard let buffer = buffer.baseAddress else { return }
            // Rows that are missing from sixteen count as zeros.
            if rows < width { buffer.update(repeating: 0, count: width * Self.steps) }
            for start in stride(from: 0, to: inputs, by: Self.steps) {
                let columns = start..<min(start + Self.steps, inputs)
                for row in 0..<rows { widen(first + row, columns, into: buffer + row * Self.steps) }
                TurnedRows(source: buffer, pitch: Self.steps, rows: width, element: .float32)
                    .turn(columns.count, into: target + start * width)
            }
        }
    }

    /// A part of a row that begins and ends with a run.
    func widen(_ row: Int, _ columns: Range<Int>, into target: UnsafeMutablePointer<Float>) {
        let run = row * (inputs / format.runLength) + columns.lowerBound / format.runLength
        let source = source + run * format.runByteCount
        let count = columns.count
        switch format {
        case .float8e4m3: widen(source, count, into: target, widenedFloat8e4m3)
        case .float8e5m2: widen(source, count, into: target, widenedFloat8e5m2)
        case .int8, .rotatedInt8: widen(source, count, into: target, widenedInt8)
        case .blocks(let format): widenBlocks(source, format, count: count / format.blockLength, into: target)
        }
        if !scales.isEmpty {
            let scale = scales[scales.count == 1 ? 0 : row]
            for index in 0..<count { target[index] *= scale }
        }
        if case .rotatedInt8(let group) = format { rotate(target, count, group: group) }
    }

    @inline(__always)
    private func widen(
        _ source: UnsafeRawPointer, _ count: Int, into target: UnsafeMutablePointer<Float>,
        _ widened: (SIMD8<UInt8>) -> SIMD8<Float>
    ) {
        let whole = count / 8 * 8
        for index in stride(from: 0, to: whole, by: 8) {
            target.store(widened((source + index).loadUnaligned(as: SIMD8<UInt8>.self)), at: index)
        }
        for index in whole..<count {
            target[index] = widened(SIMD8(repeating: (source + index).load(as: UInt8.self)))[0]
        }
    }
}
