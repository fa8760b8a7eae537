/// How patches of the image are read and transformed.
extension WinogradConvolution {
    /// Transforms all channels of one patch.
    func transformPatch(
        _ index: Int, of patches: Range<Int>, into target: UnsafeMutablePointer<Arithmetic.Word>
    ) {
        let place = layout.place(ofPatch: patches.lowerBound + index)
        let top = place.row * Form.size - shape.top
        let left = place.column * Form.size - shape.left
        let channels = weights.inputs
        let side = Form.side
        let isInside = top >= 0 && left >= 0 && top + side <= shape.height && left + side <= shape.width
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Form.products * 8) { columns in
            guard let columns = columns.baseAddress else { return }
            for (chunk, range) in layout.chunks.enumerated() {
                let start = target + chunk * layout.chunkStride + index * WinogradLayout<Form, Arithmetic>.pitch
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
                    Arithmetic.finishPatch(
                        Form.self, columns, into: start + (channel - range.lowerBound) / Arithmetic.channelsPerWord,
                        pitch: layout.patchStride)
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
}
