/// How patches and kernels are multiplied, and the sums turned into pixels.
extension WinogradConvolution {
    /// Makes the outputs of a group of panels for a block of patches.
    func multiply(
        _ patches: Range<Int>, _ transformed: UnsafePointer<Arithmetic.Word>, panels: Range<Int>, _ scratch: Scratch
    ) {
        let width = WeightPanels.width
        let perTile = Arithmetic.panelsPerTile
        let tiles = (panels.count + perTile - 1) / perTile
        // A tile's kernels and sums.
        let floats = layout.kernelWords + layout.sumFloats
        let buffer = 9 * Arithmetic.longestChunk * width
        scratch.withFloats(tiles * floats + buffer) { memory in
            let taps = memory + tiles * floats
            for (chunk, channels) in layout.chunks.enumerated() {
                for index in 0..<tiles * perTile {
                    let (tile, column) = index.quotientAndRemainder(dividingBy: perTile)
                    transformKernels(
                        panel: panels.lowerBound + index, channels, taps: taps,
                        into: Arithmetic.words(memory + tile * floats) + column * width)
                }
                multiply(
                    transformed + chunk * layout.chunkStride, patches: patches.count,
                    steps: channels.count / Arithmetic.channelsPerWord, tiles: tiles, memory, isFirst: chunk == 0)
            }
            for (index, panel) in panels.enumerated() {
                let (tile, column) = index.quotientAndRemainder(dividingBy: perTile)
                let sums = memory + tile * floats + layout.kernelWords + column * width
                for patch in patches {
                    let start = sums + (patch - patches.lowerBound) * Arithmetic.outputsPerTile
                    write(start, patch: patch, panel: panel, taps)
                }
            }
        }
    }

    /// Adds the products of a chunk of channels to the sums of a group of panels.
    ///
    /// - Shapes: `rows` [products, patches, pitch]; `memory` per tile the kernels [products, pitch, outputs of a tile] and
    ///   the sums [products, patches, outputs of a tile].
    private func multiply(
        _ rows: UnsafePointer<Arithmetic.Word>, patches: Int, steps: Int, tiles: Int,
        _ memory: UnsafeMutablePointer<Float>, isFirst: Bool
    ) {
        let pitch = WinogradLayout<Form, Arithmetic>.pitch
        let floats = layout.kernelWords + layout.sumFloats
        for product in 0..<Form.products {
            for first in stride(from: 0, to: patches, by: Arithmetic.patchesPerTile) {
                let inputs = rows + product * layout.patchStride + first * pitch
                for tile in 0..<tiles {
                    let kernels = memory + tile * floats
                    let sums = kernels + layout.kernelWords + product * layout.sumStride
                    Arithmetic.multiply(
                        inputs, pitch: pitch, Arithmetic.words(kernels) + product * layout.kernelStride, steps: steps,
                        into: sums + first * Arithmetic.outputsPerTile, isFirst: isFirst)
                }
            }
        }
    }

    /// Turns the sums of one patch into pixels.
    ///
    /// - Shapes: `sums` [products, patches, outputs of a tile] from the patch and panel on; `memory` is room for [size,
    ///   side, 16] and [16].
    private func write(
        _ sums: UnsafePointer<Float>, patch: Int, panel: Int, _ memory: UnsafeMutablePointer<Float>
    ) {
        let place = layout.place(ofPatch: patch)
        let (size, side, width) = (Form.size, Form.side, WeightPanels.width)
        let pixels = memory + size * side * width
        for half in [0, 8] {
            for x in 0..<side {
                Form.transformSums(Form.Patch(sums + x * layout.sumStride + half, stride: side * layout.sumStride))
                    .store(to: memory + x * width + half, stride: side * width)
            }
            for y in 0..<size {
                Form.transformSums(Form.Patch(memory + y * side * width + half, stride: width))
                    .store(to: pixels + y * size * width + half, stride: width)
            }
        }
        let column = panel * width
        let columns = min(width, weights.outputs - column)
        for y in 0..<min(size, shape.outputHeight - place.row * size) {
            let row =
                (place.image * shape.outputHeight + place.row * size + y) * shape.outputWidth
                + place.column * size
            for x in 0..<min(size, shape.outputWidth - place.column * size) {
                epilogue.finish(
                    pixels + (y * size + x) * width, row: row + x, column: column, columns: columns,
                    outputs: weights.outputs, into: output)
            }
        }
    }
}
