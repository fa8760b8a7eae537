import WideProducts

/// How patches, kernels and sums are transformed.
extension BrainWinograd {
    /// Transforms all channels of one patch.
    func transformPatch(_ index: Int, of patches: Range<Int>, into target: UnsafeMutablePointer<UInt32>) {
        let place = place(ofPatch: patches.lowerBound + index)
        let top = place.row * Form.size - shape.top
        let left = place.column * Form.size - shape.left
        let channels = weights.inputs
        let side = Form.side
        let isInside = top >= 0 && left >= 0 && top + side <= shape.height && left + side <= shape.width
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Form.products * 8) { columns in
            guard let columns = columns.baseAddress else { return }
            for (chunk, range) in layout.chunks.enumerated() {
                let start =
                    target + chunk * Form.products * layout.patchStride + index * BrainWinogradLayout.pitch
                for channel in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
                    if isInside {
                        let corner =
                            input + ((place.image * shape.height + top) * shape.width + left) * channels + channel
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
                    for y in 0..<side {
                        let line = columns + y * side * 8
                        Form.transformPatch(Form.Patch(line, stride: 8)).store(to: line, stride: 8)
                    }
                    #if arch(x86_64)
                        roundToBrainRows(
                            columns, rows: Form.products, to: start + (channel - range.lowerBound) / 2,
                            pitch: layout.patchStride)
                    #endif
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

    /// Transforms the kernels of a panel for a chunk of channels.
    ///
    /// - Shapes: `taps` is room for [channels, 9, 16]; `kernels` [products, pitch, 32], of which sixteen columns.
    func transformKernels(
        panel: Int, _ channels: Range<Int>, taps: UnsafeMutablePointer<Float>,
        into kernels: UnsafeMutablePointer<UInt32>
    ) {
        guard panel < weights.panels.count else {
            for row in 0..<Form.products * channels.count / 2 {
                let (product, step) = row.quotientAndRemainder(dividingBy: channels.count / 2)
                (kernels + product * layout.kernelStride + step * WordTile.outputs)
                    .update(repeating: 0, count: WeightPanels.width)
            }
            return
        }
        switch weights.panels.element {
        case .float32: transform(Float32Weights.self, panel: panel, channels, taps: taps, into: kernels)
        case .float16: transform(Float16Weights.self, panel: panel, channels, taps: taps, into: kernels)
        case .bfloat16: transform(BFloat16Weights.self, panel: panel, channels, taps: taps, into: kernels)
        }
    }

    @inline(__always)
    private func transform<Reader: WeightReader>(
        _ reader: Reader.Type, panel: Int, _ channels: Range<Int>, taps: UnsafeMutablePointer<Float>,
        into kernels: UnsafeMutablePointer<UInt32>
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
        let (side, products) = (Form.side, Form.products)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: side * 3 * 8 + 2 * products * width) { memory in
            guard let lines = memory.baseAddress else { return }
            let even = lines + side * 3 * 8
            let odd = even + products * width
            for channel in 0..<channels.count {
                let target = channel.isMultiple(of: 2) ? even : odd
                for half in [0, 8] {
                    let first = channel * step + half
                    for x in 0..<3 {
                        Form.transformKernel(
                            reader.eight(source, first + x * place), reader.eight(source, first + (3 + x) * place),
                            reader.eight(source, first + (6 + x) * place)
                        ).store(to: lines + x * 8, stride: 24)
                    }
                    for y in 0..<side {
                        let line = lines + y * 24
                        Form.transformKernel(line.vector(at: 0), line.vector(at: 8), line.vector(at: 16))
                            .store(to: target + y * side * width + half, stride: width)
                    }
                }
                #if arch(x86_64)
                    guard !channel.isMultiple(of: 2) else { continue }
                    roundToBrainPairs(
                        even, odd, pitch: width, rows: products, to: kernels + channel / 2 * WordTile.outputs,
                        targetPitch: layout.kernelStride)
                #endif
            }
        }
    }

    /// Turns the sums of one patch into pixels.
    ///
    /// - Shapes: `sums` [products, patches, 32] from the patch and panel on; `memory` is room for [size, side, 16] and [16].
    func write(_ sums: UnsafePointer<Float>, patch: Int, panel: Int, _ memory: UnsafeMutablePointer<Float>) {
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
                (place.image * shape.outputHeight + place.row * size + y) * shape.outputWidth + place.column * size
            for x in 0..<min(size, shape.outputWidth - place.column * size) {
                epilogue.finish(
                    pixels + (y * size + x) * width, row: row + x, column: column, columns: columns,
                    outputs: weights.outputs, into: output)
            }
        }
    }
}
