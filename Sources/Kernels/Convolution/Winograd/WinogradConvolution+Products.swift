/// How kernels are transformed, multiplied with patches, and the sums turned into pixels.
extension WinogradConvolution {
    /// Makes the outputs of a group of panels for a block of patches.
    func multiply(
        _ patches: Range<Int>, _ transformed: UnsafePointer<Float>, panels: Range<Int>, _ scratch: Scratch
    ) {
        let perPanel = layout.kernelFloats + layout.sumFloats
        let buffer = 9 * WinogradLayout.longestChunk * WeightPanels.width
        scratch.withFloats(panels.count * perPanel + buffer) { memory in
            let taps = memory + panels.count * perPanel
            for (chunk, channels) in layout.chunks.enumerated() {
                for (index, panel) in panels.enumerated() {
                    transformKernels(panel: panel, channels, taps: taps, into: memory + index * perPanel)
                }
                let rows = transformed + chunk * Form.products * layout.patchStride
                multiply(
                    rows, patches: patches.count, depth: channels.count, panels: panels.count, perPanel: perPanel,
                    memory, first: chunk == 0)
            }
            for (index, panel) in panels.enumerated() {
                let sums = memory + index * perPanel + layout.kernelFloats
                for patch in patches {
                    let start = sums + (patch - patches.lowerBound) * WeightPanels.width
                    write(start, patch: patch, panel: panel, taps)
                }
            }
        }
    }

    /// Adds the products of a chunk of channels to the sums of a group of panels.
    ///
    /// - Shapes: `rows` [products, patches, longestChunk]; `memory` per panel the kernels [products, longestChunk, 16]
    ///   and the sums [products, patches, 16].
    private func multiply(
        _ rows: UnsafePointer<Float>, patches: Int, depth: Int, panels: Int, perPanel: Int,
        _ memory: UnsafeMutablePointer<Float>, first: Bool
    ) {
        for product in 0..<Form.products {
            for tile in 0..<(patches + Tile.rows - 1) / Tile.rows {
                let inputs = rows + product * layout.patchStride + tile * Tile.rows * WinogradLayout.longestChunk
                for panel in 0..<panels {
                    let kernels = memory + panel * perPanel
                    let sums = kernels + layout.kernelFloats + product * layout.sumStride
                    Tile(
                        inputs, kernels + product * layout.kernelStride, depth: depth,
                        pitch: WinogradLayout.longestChunk
                    ).store(to: sums + tile * Tile.rows * WeightPanels.width, first: first)
                }
            }
        }
    }

    /// Transforms the kernels of a panel for a chunk of channels.
    ///
    /// - Shapes: `taps` is room for [channels, 9, 16]; `kernels` [products, longestChunk, 16].
    private func transformKernels(
        panel: Int, _ channels: Range<Int>, taps: UnsafeMutablePointer<Float>, into kernels: UnsafeMutablePointer<Float>
    ) {
        switch weights.panels.element {
        case .float32: transform(Float32Weights.self, panel: panel, channels, taps: taps, into: kernels)
        case .float16: transform(Float16Weights.self, panel: panel, channels, taps: taps, into: kernels)
        case .bfloat16: transform(BFloat16Weights.self, panel: panel, channels, taps: taps, into: kernels)
        }
    }

    @inline(__always)
    private func transform<Reader: WeightReader>(
        _ reader: Reader.Type, panel: Int, _ channels: Range<Int>, taps: UnsafeMutablePointer<Float>,
        into kernels: UnsafeMutablePointer<Float>
    ) {
        let width = WeightPanels.width
        let panels = weights.panels
        let source: UnsafeRawPointer
        // From one place of a kernel to the next, and from one channel's to the next's.
        let (place, step): (Int, Int)
        if let rows = panels.rows(ofPanel: panel, from: 9 * channels.lowerBound) {
            rows.turn(9 * channels.count, into: taps)
            source = UnsafeRawPointer(taps)
            (place, step) = (width, 9 * width)
        } else {
            (place, step) = weights.isByChannel ? (width, 9 * width) : (weights.inputs * width, width)
            source = panels.address(ofPanel: panel) + channels.lowerBound * step * panels.element.byteCount
        }
        let side = Form.side
        withUnsafeTemporaryAllocation(of: Float.self, capacity: side * 3 * 8) { memory in
            guard let lines = memory.baseAddress else { return }
            for channel in 0..<channels.count {
                for half in [0, 8] {
                    let first = channel * step + half
                    for x in 0..<3 {
                        Form.transformKernel(
                            reader.eight(source, first + x * place), reader.eight(source, first + (3 + x) * place),
                            reader.eight(source, first + (6 + x) * place)
                        ).store(to: lines + x * 8, stride: 24)
                    }
                    let target = kernels + channel * width + half
                    for y in 0..<side {
                        let line = lines + y * 24
                        Form.transformKernel(line.vector(at: 0), line.vector(at: 8), line.vector(at: 16))
                            .store(to: target + y * side * layout.kernelStride, stride: layout.kernelStride)
                    }
                }
            }
        }
    }

    /// Turns the sums of one patch into pixels.
    ///
    /// - Shapes: `sums` [products, patches, 16] from the patch on; `memory` is room for [size, side, 16] and [16].
    private func write(
        _ sums: UnsafePointer<Float>, patch: Int, panel: Int, _ memory: UnsafeMutablePointer<Float>
    ) {
        let place = place(ofPatch: patch)
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
