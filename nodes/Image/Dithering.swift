/// Pictures in the colours of a palette.
extension BytePicture {
    /// Every pixel in the nearest colour.
    func mapped(to palette: [Colour]) -> [Colour] {
        var lookup = PaletteLookup(palette)
        return (0..<pixelCount).map { palette[lookup.nearest(to: self[$0])] }
    }

    /// Every pixel in the nearest colour after the errors of its neighbours are added.
    ///
    /// - Source: Floyd and Steinberg 1976, with the whole numbers of Pillow's `convert`.
    func diffused(to palette: [Colour]) -> [Colour] {
        var lookup = PaletteLookup(palette)
        var result: [Colour] = []
        result.reserveCapacity(pixelCount)
        // Sixteenths of what the row above leaves to each pixel, one to the right.
        var errors = [Int](repeating: 0, count: (width + 1) * 3)
        for row in 0..<height {
            var carried = [0, 0, 0]
            var below = [0, 0, 0]
            var belowRight = [0, 0, 0]
            for column in 0..<width {
                let pixel = row * width + column
                let wanted = (0..<3).map { channel in
                    min(
                        max(Int(self[pixel][channel]) + (carried[channel] + errors[column * 3 + 3 + channel]) / 16, 0),
                        255)
                }
                let place = lookup.nearest(
                    to: Colour(red: UInt8(wanted[0]), green: UInt8(wanted[1]), blue: UInt8(wanted[2])))
                result.append(palette[place])
                for channel in 0..<3 {
                    let error = wanted[channel] - Int(palette[place][channel])
                    errors[column * 3 + channel] = error * 3 + below[channel]
                    below[channel] = error * 5 + belowRight[channel]
                    belowRight[channel] = error
                    carried[channel] = error * 7
                }
            }
            // What Pillow leaves there after a row: the errors of blue.
            errors[width * 3] = below[2]
            errors[width * 3 + 1] = belowRight[2]
            errors[width * 3 + 2] = carried[2] / 7
        }
        return result
    }

    /// Every pixel in the nearest colour after a fixed pattern is added.
    ///
    /// - Parameter order: side of the pattern: 2, 4, 8 or 16.
    /// - Source: Bayer 1973; its strength is ComfyUI's.
    func patterned(to palette: [Colour], order: Int) -> [Colour] {
        let strength = Float(512 / Double(palette.count))
        let pattern = Self.pattern(order).map { row in row.map { strength * $0 + 0.5 } }
        var changed = self
        for pixel in 0..<pixelCount {
            let offset = pattern[pixel / width % order][pixel % width % order]
            for channel in 0..<3 {
                changed.bytes[pixel * 3 + channel] = UInt8(min(max(Float(bytes[pixel * 3 + channel]) + offset, 0), 255))
            }
        }
        return changed.mapped(to: palette)
    }

    /// Bayer's matrix of thresholds around zero.
    private static func pattern(_ order: Int) -> [[Float]] {
        guard order > 1 else { return [[0]] }
        let size = Float(order * order)
        let inner = pattern(order / 2).map { row in row.map { $0 * size } }
        let offsets: [[Float]] = [[-1.5, 0.5], [1.5, -0.5]]
        return (0..<order).map { row in
            (0..<order).map { column in
                let half = order / 2
                return (inner[row % half][column % half] + offsets[row / half][column / half]) / size
            }
        }
    }
}
