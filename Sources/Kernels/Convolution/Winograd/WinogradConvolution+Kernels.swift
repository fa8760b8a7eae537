/// How kernels are read and transformed.
extension WinogradConvolution {
    /// Transforms the kernels of a panel for a chunk of channels; those of a panel that is not there are zero.
    ///
    /// - Shapes: `taps` is room for [channels, 9, 16]; `kernels` [products, pitch, outputs of a tile], of which sixteen
    ///   columns.
    func transformKernels(
        panel: Int, _ channels: Range<Int>, taps: UnsafeMutablePointer<Float>,
        into kernels: UnsafeMutablePointer<Arithmetic.Word>
    ) {
        guard panel < weights.panels.count else {
            let steps = channels.count / Arithmetic.channelsPerWord
            for row in 0..<Form.products * steps {
                let (product, step) = row.quotientAndRemainder(dividingBy: steps)
                (kernels + product * layout.kernelStride + step * Arithmetic.outputsPerTile)
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
        into kernels: UnsafeMutablePointer<Arithmetic.Word>
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
        let lineFloats = side * 3 * 8
        let capacity = lineFloats + Arithmetic.roomForKernels(products: products)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: capacity) { memory in
            guard let lines = memory.baseAddress else { return }
            for channel in 0..<channels.count {
                Arithmetic.storeKernel(
                    channel: channel, into: kernels, pitch: layout.kernelStride, products: products,
                    room: lines + lineFloats
                ) { target, pitch in
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
                                .store(to: target + half + y * side * pitch, stride: pitch)
                        }
                    }
                }
            }
        }
    }
}
