/// A 3x3 convolution of stride 1 by products of transformed patches and kernels; see `WinogradForm`.
///
/// A block of patches is transformed by all threads together. Then each takes panels of outputs: it transforms the
/// panel's kernels from their packed 16-bit form, a chunk of channels at a time, multiplies the block by them, and turns
/// the finished sums into pixels. Transformed kernels, which are up to eight times as large, are never kept.
struct WinogradConvolution<Form: WinogradForm> {
    let input: UnsafePointer<Float>
    let weights: PackedConvolution
    let shape: ConvolutionShape
    let epilogue: Epilogue
    let output: UnsafeMutablePointer<Float>
    private let layout: WinogradLayout

    init(
        input: UnsafePointer<Float>, weights: PackedConvolution, shape: ConvolutionShape, epilogue: Epilogue,
        output: UnsafeMutablePointer<Float>
    ) {
        self.input = input
        self.weights = weights
        self.shape = shape
        self.epilogue = epilogue
        self.output = output
        layout = WinogradLayout(shape: shape, channels: weights.inputs, size: Form.size, products: Form.products)
    }

    func run() {
        let scratch = ThreadPool.current.scratch
        scratch.withFloats(layout.patchFloats) { transformed in
            for block in 0..<layout.blocks {
                let patches = layout.patches(ofBlock: block)
                parallel(patches.count) { transformPatch($0, of: patches, scratch, into: transformed) }
                parallel(weights.panels.count) { panel in
                    multiply(patches, transformed, panel: panel, scratch)
                }
            }
        }
    }
}

// MARK: - Patches

extension WinogradConvolution {
    /// Transforms all channels of one patch.
    private func transformPatch(
        _ index: Int, of patches: Range<Int>, _ scratch: Scratch, into target: UnsafeMutablePointer<Float>
    ) {
        let place = place(ofPatch: patches.lowerBound + index)
        let top = place.row * Form.size - shape.top
        let left = place.column * Form.size - shape.left
        let channels = weights.inputs
        let side = Form.side
        let isInside = top >= 0 && left >= 0 && top + side <= shape.height && left + side <= shape.width
        scratch.withFloats(Form.products * 8) { columns in
            for (chunk, range) in layout.chunks.enumerated() {
                let chunkStart =
                    target + (chunk * Form.products * layout.patchesPerBlock + index)
                    * WinogradLayout.longestChunk
                for channel in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
                    if isInside {
                        let corner =
                            input
                            + ((place.image * shape.height + top) * shape.width + left) * channels + channel
                        for x in 0..<side {
                            Form.transformPatch(Form.Patch(corner + x * channels, stride: shape.width * channels))
                                .store(to: columns + x * 8, stride: side * 8)
                        }
                    } else {
                        gather(place.image, top, left, channel, into: columns)
                        for x in 0..<side {
                            Form.transformPatch(Form.Patch(columns + x * 8, stride: side * 8))
                                .store(to: columns + x * 8, stride: side * 8)
                        }
                    }
                    let productStride = layout.patchesPerBlock * WinogradLayout.longestChunk
                    for y in 0..<side {
                        Form.transformPatch(Form.Patch(columns + y * side * 8, stride: 8))
                            .store(
                                to: chunkStart + y * side * productStride + channel - range.lowerBound,
                                stride: productStride)
                    }
                }
            }
        }
    }

    /// Eight channels of a patch that reaches over the edge of the image.
    private func gather(
        _ image: Int, _ top: Int, _ left: Int, _ channel: Int, into columns: UnsafeMutablePointer<Float>
    ) {
        for y in 0..<Form.side {
            for x in 0..<Form.side {
                let (row, column) = (top + y, left + x)
                let isInside = row >= 0 && row < shape.height && column >= 0 && column < shape.width
                let pixel = (image * shape.height + row) * shape.width + column
                let value = isInside ? input.vector(at: pixel * weights.inputs + channel) : .zero
                columns.store(value, at: (y * Form.side + x) * 8)
            }
        }
    }

    private func place(ofPatch patch: Int) -> (image: Int, row: Int, column: Int) {
        let (line, column) = patch.quotientAndRemainder(dividingBy: layout.columns)
        let (image, row) = line.quotientAndRemainder(dividingBy: layout.rows)
        return (image, row, column)
    }
}

// MARK: - Products

extension WinogradConvolution {
    /// Makes the outputs of one panel for a block of patches.
    private func multiply(
        _ patches: Range<Int>, _ transformed: UnsafePointer<Float>, panel: Int, _ scratch: Scratch
    ) {
        let buffer = 9 * WinogradLayout.longestChunk * WeightPanels.width
        scratch.withFloats(layout.kernelFloats + layout.sumFloats + buffer) { kernels in
            let sums = kernels + layout.kernelFloats
            let taps = sums + layout.sumFloats
            let tiles = (patches.count + Tile.rows - 1) / Tile.rows
            for (chunk, channels) in layout.chunks.enumerated() {
                transformKernels(panel: panel, channels, taps: taps, into: kernels)
                for product in 0..<Form.products {
                    let rows =
                        transformed + (chunk * Form.products + product) * layout.patchesPerBlock
                        * WinogradLayout.longestChunk
                    let kernel = kernels + product * WinogradLayout.longestChunk * WeightPanels.width
                    let target = sums + product * layout.patchesPerBlock * WeightPanels.width
                    for tile in 0..<tiles {
                        Tile(
                            rows + tile * Tile.rows * WinogradLayout.longestChunk, kernel, depth: channels.count,
                            pitch: WinogradLayout.longestChunk
                        ).store(to: target + tile * Tile.rows * WeightPanels.width, first: chunk == 0)
                    }
                }
            }
            for index in 0..<patches.count {
                write(sums + index * WeightPanels.width, patch: patches.lowerBound + index, panel: panel, taps)
            }
        }
    }

    /// Transforms the kernels of a panel for a chunk of channels.
    ///
    /// - Shapes: `taps` is room for [9, channels, 16]; `kernels` [products, longestChunk, 16].
    private func transformKernels(
        panel: Int, _ channels: Range<Int>, taps: UnsafeMutablePointer<Float>, into kernels: UnsafeMutablePointer<Float>
    ) {
        let width = WeightPanels.width
        let places = (0..<9).map { place in
            let start = place * weights.inputs + channels.lowerBound
            return weights.panels.floats(
                panel: panel, depth: start..<start + channels.count,
                buffer: taps + place * WinogradLayout.longestChunk * width)
        }
        let side = Form.side
        let productStride = WinogradLayout.longestChunk * width
        withUnsafeTemporaryAllocation(of: Float.self, capacity: side * 3 * 8) { memory in
            guard let lines = memory.baseAddress else { return }
            for offset in stride(from: 0, to: channels.count * width, by: 8) {
                for x in 0..<3 {
                    Form.transformKernel(
                        places[x].vector(at: offset), places[3 + x].vector(at: offset),
                        places[6 + x].vector(at: offset)
                    ).store(to: lines + x * 8, stride: 24)
                }
                for y in 0..<side {
                    let line = lines + y * 24
                    Form.transformKernel(line.vector(at: 0), line.vector(at: 8), line.vector(at: 16))
                        .store(to: kernels + y * side * productStride + offset, stride: productStride)
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
        let productStride = layout.patchesPerBlock * width
        let pixels = memory + size * side * width
        for half in [0, 8] {
            for x in 0..<side {
                Form.transformSums(Form.Patch(sums + x * productStride + half, stride: side * productStride))
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
