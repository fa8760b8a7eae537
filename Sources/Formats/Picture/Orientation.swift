/// How a camera was held, by the numbers of EXIF; `Samples.turned(by:)` sets the picture upright.
enum Orientation: Int, Sendable, CaseIterable {
    case upright = 1
    case mirrored, upsideDown, mirroredUpsideDown
    case transposed, turnedLeft, transverse, turnedRight

    /// Whether rows of the file are columns of the upright picture.
    var swapsSides: Bool { rawValue >= Self.transposed.rawValue }
}

extension Samples {
    func turned(by orientation: Orientation) -> Samples {
        guard orientation != .upright else { return self }
        let (newWidth, newHeight) = orientation.swapsSides ? (height, width) : (width, height)
        let pixelSize = channels * bytesPerSample

        var turned = [UInt8](repeating: 0, count: bytes.count)
        var target = 0
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let (row, column) =
                    switch orientation {
                    case .upright: (y, x)
                    case .mirrored: (y, width - 1 - x)
                    case .upsideDown: (height - 1 - y, width - 1 - x)
                    case .mirroredUpsideDown: (height - 1 - y, x)
                    case .transposed: (x, y)
                    case .turnedLeft: (height - 1 - x, y)
                    case .transverse: (height - 1 - x, width - 1 - y)
                    case .turnedRight: (x, width - 1 - y)
                    }
                let source = (row * width + column) * pixelSize
                for offset in 0..<pixelSize { turned[target + offset] = bytes[source + offset] }
                target += pixelSize
            }
        }
        return Samples(
            width: newWidth, height: newHeight, channels: channels, bytesPerSample: bytesPerSample, ink: ink,
            bytes: turned)
    }
}
