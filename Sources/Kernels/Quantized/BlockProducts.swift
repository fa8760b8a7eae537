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
        let counts = parts.map { quantized.sumCount($0.matrix.layout) }
        scratch.withFloats(counts.reduce(0, +)) { sums in
            var works: [BlockProductWork] = []
            var start = sums
            for (part, count) in zip(parts, counts) {
                quantized.writeSums(part.matrix.layout, to: start)
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

    private static let mostPanels = 4

    func multiply(_ panels: Range<Int>) {
        for first in stride(from: panels.lowerBound, to: panels.upperBound, by: Self.mostPanels) {
            let group = first..<min(first + Self.mostPanels, panels.upperBound)
            for tile in 0..<input.tiles {
                for panel in group { multiply(panel, tile) }
            }
        }
    }

    private func multiply(_ panel: Int, _ tile: Int) {
        let (matrix, layout) = (part.matrix, part.matrix.layout)
        let blocks = input.blocks
        let count = input.tile * blocks * (layout.hasHalves ? 2 : 1)
        let starts = sums + 2 * tile * count
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 8 * PanelFormat.rows) { buffer in
            guard let buffer = buffer.baseAddress else { return }
            machine.multiply(
                layout.format,
                PanelOperands(
                    panel: matrix.address(ofPanel: panel), blocks: blocks, tokens: input.tile,
                    quads: input.quads(tile: tile), factors: input.factors(tile: tile),
                    starts: UnsafeRawPointer(starts).assumingMemoryBound(to: Int32.self), shares: starts + count,
                    output: buffer))
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
