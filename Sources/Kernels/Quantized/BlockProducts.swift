import Panels

/// One matrix of several that meet the same input.
struct BlockProductPart {
    let matrix: BlockMatrix
    let bias: UnsafePointer<Float>?
    /// [rows, outputs].
    let output: UnsafeMutablePointer<Float>
}

/// Products of the same input with several matrices; with the remainder of the input as well, if one of them wants that.
///
/// - Shapes: `input` [rows, inputs].
func multiply(_ input: UnsafePointer<Float>, rows: Int, _ parts: [BlockProductPart]) {
    guard let inputs = parts.first?.matrix.inputs else { return }
    multiplyRounded(input, rows: rows, parts)
    guard parts.contains(where: \.matrix.addsRemainder) else { return }
    let scratch = ThreadPool.current.scratch
    scratch.withFloats(rows * inputs) { remainder in
        for block in stride(from: 0, to: rows * inputs, by: PanelFormat.blockLength) {
            QuantizedBlock(input + block).writeRemainder(of: input + block, to: remainder + block)
        }
        scratch.withFloats(parts.reduce(0) { $0 + rows * $1.matrix.outputs }) { products in
            var start = products
            let corrections = parts.map { part in
                defer { start += rows * part.matrix.outputs }
                return BlockProductPart(matrix: part.matrix, bias: nil, output: start)
            }
            multiplyRounded(remainder, rows: rows, corrections)
            for (part, correction) in zip(parts, corrections) {
                for index in 0..<rows * part.matrix.outputs { part.output[index] += correction.output[index] }
            }
        }
    }
}

private func multiplyRounded(_ input: UnsafePointer<Float>, rows: Int, _ parts: [BlockProductPart]) {
    guard let inputs = parts.first?.matrix.inputs else { return }
    let machine = ProductMachine.current
    let scratch = ThreadPool.current.scratch
    scratch.withFloats(QuantizedRows.floatCount(rows: rows, inputs: inputs)) { memory in
        let quantized = QuantizedRows(input, rows: rows, inputs: inputs, in: memory)
        let counts = parts.map { quantized.sumCount($0.matrix.format.panels) }
        scratch.withFloats(counts.reduce(0, +)) { sums in
            var works: [BlockProductWork] = []
            var start = sums
            for (part, count) in zip(parts, counts) {
                quantized.writeSums(part.matrix.format.panels, to: start)
                works.append(BlockProductWork(part: part, input: quantized, sums: start, machine: machine))
                start += count
            }
            run(works, tiles: quantized.tiles)
        }
    }
}

/// All panels of all matrices in one loop.
private func run(_ works: [BlockProductWork], tiles: Int) {
    let panels = works.reduce(0) { $0 + $1.part.matrix.panels }
    let bytes = works.reduce(0) { $0 + $1.part.matrix.byteCount }
    // Few rows: what a thread takes at once is worth the turn. Many: a few panels stay in the second-level cache while all
    // tiles pass by.
    let atLeast = tiles > 1 ? 4 : max(1, 262_144 * panels / max(1, bytes))
    parallelChunks(panels, atLeast: atLeast) { chunk in
        var first = 0
        for work in works {
            let last = first + work.part.matrix.panels
            let own = max(chunk.lowerBound, first)..<max(chunk.lowerBound, first, min(chunk.upperBound, last))
            if !own.isEmpty { work.multiply(own.lowerBound - first..<own.upperBound - first) }
            first = last
        }
    }
}

/// The product of the quantised rows with one matrix.
private struct BlockProductWork {
    let part: BlockProductPart
    let input: QuantizedRows
    /// For every tile the starts and the shares.
    let sums: UnsafeMutablePointer<Float>
    let machine: ProductMachine

    private var matrix: BlockMatrix { part.matrix }
    private var format: PanelFormat { part.matrix.format.panels }

    func multiply(_ panels: Range<Int>) {
        if matrix.isPacked {
            multiplyPacked(panels)
        } else if input.tiles == 1, machine.multipliesRows {
            for panel in panels {
                matrix.withRows(ofPanel: panel) { rows in
                    withOutput(panel, 0) { machine.multiplyRows(format, operands(0, rows, $0)) }
                }
            }
        } else {
            multiplyOpened(panels)
        }
    }

    /// A few panels stay in the second-level cache while all tiles pass by.
    private func multiplyPacked(_ panels: Range<Int>) {
        let most = 4
        for first in stride(from: panels.lowerBound, to: panels.upperBound, by: most) {
            let group = first..<min(first + most, panels.upperBound)
            for tile in 0..<input.tiles {
                for panel in group {
                    guard let address = matrix.address(ofPanel: panel) else { return }
                    withOutput(panel, tile) { machine.multiplyPanel(format, operands(tile, address, $0)) }
                }
            }
        }
    }

    /// Panels are made ready a few at a time, as many as stay in the second-level cache while all tiles pass by.
    private func multiplyOpened(_ panels: Range<Int>) {
        let panelBytes = matrix.blocks * format.openByteCount
        let most = max(1, min(4, 524_288 / max(1, panelBytes)))
        ThreadPool.current.scratch.withFloats(most * panelBytes / 4) { memory in
            let memory = UnsafeMutableRawPointer(memory)
            for first in stride(from: panels.lowerBound, to: panels.upperBound, by: most) {
                let group = first..<min(first + most, panels.upperBound)
                for panel in group {
                    matrix.withRows(ofPanel: panel) { rows in
                        machine.open(
                            format, operands(0, rows, sums), into: memory + (panel - first) * panelBytes)
                    }
                }
                for tile in 0..<input.tiles {
                    for panel in group {
                        let open = UnsafeRawPointer(memory + (panel - first) * panelBytes)
                        withOutput(panel, tile) { machine.multiplyOpen(format, operands(tile, open, $0)) }
                    }
                }
            }
        }
    }

    private func operands(
        _ tile: Int, _ weights: UnsafeRawPointer, _ output: UnsafeMutablePointer<Float>
    ) -> PanelOperands {
        let count = input.tile * input.blocks * (format.hasHalves ? 2 : 1)
        let starts = sums + 2 * tile * count
        var operands = PanelOperands(
            panel: weights, pitch: matrix.pitch, blocks: input.blocks, tokens: input.tile,
            quads: input.quads(tile: tile), factors: input.factors(tile: tile),
            starts: UnsafeRawPointer(starts).assumingMemoryBound(to: Int32.self), shares: starts + count,
            output: output)
        operands.isReadOnce = input.tiles == 1
        return operands
    }

    /// Writes what `body` leaves in its room [tile, 16] to where it belongs.
    private func withOutput(_ panel: Int, _ tile: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 8 * PanelFormat.rows) { buffer in
            guard let buffer = buffer.baseAddress else { return }
            body(buffer)
            write(buffer, panel, tile)
        }
    }

    private func write(_ sums: UnsafeMutablePointer<Float>, _ panel: Int, _ tile: Int) {
        let first = panel * PanelFormat.rows
        let columns = min(PanelFormat.rows, part.matrix.outputs - first)
        let start = tile * input.tile
        for row in 0..<min(input.tile, input.rows - start) {
            let target = part.output + (start + row) * part.matrix.outputs + first
            let source = sums + row * PanelFormat.rows
            if let bias = part.bias {
                for column in 0..<columns { target[column] = source[column] + bias[first + column] }
            } else if columns == PanelFormat.rows {
                target.store(source.vector(at: 0), at: 0)
                target.store(source.vector(at: 8), at: 8)
            } else {
                for column in 0..<columns { target[column] = source[column] }
            }
        }
    }
}
