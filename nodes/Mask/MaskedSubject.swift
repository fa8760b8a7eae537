import Foundation
import Tensors

/// How what a mask shows is cut out of a picture: in the middle of a rectangle of given shape, on a plain ground.
struct MaskedSubject {
    let size: (height: Int, width: Int)
    /// What the rectangle is multiplied by.
    let padding: Double
    /// By how many pixels the mask grows.
    let growth: Int
    /// Red, green and blue, 0 to 1.
    let background: [Float]

    /// - Shapes: `picture` [1, H, W, 3], `mask` [1, H, W] → [1, height, width, 3].
    /// - Units: 0 to 1.
    /// - Throws: `PixelError` where scaling leaves nothing.
    func cut(_ picture: Tensor, _ mask: Tensor) throws -> Tensor {
        var mask = grown(Self.isInverted(mask) ? 1 - mask : mask)
        // What is hardly there is not there.
        mask = Tensor(shape: mask.shape) { values in
            let own = mask.values
            for index in 0..<values.count { values[index] = own[index] < 0.05 ? 0 : own[index] }
        }
        var picture = picture
        try shrink(&picture, &mask)
        let (height, width) = (picture.shape[1], picture.shape[2])
        var bounds = Self.bounds(of: mask)
        if bounds == nil, let others = Self.bounds(of: mask, inverted: true) {
            mask = 1 - mask
            bounds = others
        }
        let box = bounds.map(rectangle) ?? (x: 0, y: 0, width: width, height: height)
        let composed = compose(picture, mask, box)
        return resized(composed, height: size.height, width: size.width, method: .lanczos)
    }

    /// Whether the border is mostly white and the middle is not.
    private static func isInverted(_ mask: Tensor) -> Bool {
        let (height, width) = (mask.shape[1], mask.shape[2])
        let values = mask.values
        var border = 0.0
        for column in 0..<width {
            border += Double(values[column]) + Double(values[(height - 1) * width + column])
        }
        for row in 0..<height {
            border += Double(values[row * width]) + Double(values[row * width + width - 1])
        }
        var (middle, count) = (0.0, 0)
        for row in height / 4..<height - height / 4 {
            for column in width / 4..<width - width / 4 {
                middle += Double(values[row * width + column])
                count += 1
            }
        }
        return border / Double(2 * (height + width)) > 0.5 && middle / Double(max(1, count)) < 0.5
    }

    private func grown(_ mask: Tensor) -> Tensor {
        let reach = -abs(growth)..<abs(growth) + 1
        if growth > 0 { return mask.windowedMaximum(reach, axis: 1).windowedMaximum(reach, axis: 2) }
        // Twice subtracted from 1, which rounds.
        if growth < 0 { return 1 - (1 - mask).windowedMaximum(reach, axis: 1).windowedMaximum(reach, axis: 2) }
        return mask
    }

    /// Pictures larger than the result are made smaller first.
    private func shrink(_ picture: inout Tensor, _ mask: inout Tensor) throws(PixelError) {
        let (height, width) = (picture.shape[1], picture.shape[2])
        let limit = max(size.height, size.width)
        guard max(height, width) > limit else { return }
        let scale = Double(limit) / Double(max(height, width))
        let (newHeight, newWidth) = (Int(Double(height) * scale), Int(Double(width) * scale))
        guard newHeight > 0, newWidth > 0 else { throw .noPixelsLeft(height: newHeight, width: newWidth) }
        picture = resized(picture, height: newHeight, width: newWidth, method: .lanczos)
        mask = resized(mask.reshaped([1, height, width, 1]), height: newHeight, width: newWidth, method: .lanczos)
            .reshaped([1, newHeight, newWidth])
    }

    /// The first and the last row and column where the mask is more than four fifths white.
    private static func bounds(
        of mask: Tensor, inverted: Bool = false
    ) -> (top: Int, left: Int, bottom: Int, right: Int)? {
        let width = mask.shape[2]
        let values = mask.values
        var found: (top: Int, left: Int, bottom: Int, right: Int)?
        for index in 0..<values.count {
            let byte = Int(max(0, min(values[index], 1)) * 255)
            guard (inverted ? 255 - byte : byte) > 204 else { continue }
            let (row, column) = (index / width, index % width)
            guard let known = found else {
                found = (row, column, row, column)
                continue
            }
            found = (known.top, min(known.left, column), row, max(known.right, column))
        }
        return found
    }

    /// As large as the bounds' longer side wants it, around their middle.
    private func rectangle(
        _ bounds: (top: Int, left: Int, bottom: Int, right: Int)
    ) -> (x: Int, y: Int, width: Int, height: Int) {
        let ratio = Double(size.width) / Double(size.height)
        let own = Double(bounds.right - bounds.left + 1)
        let tall = Double(bounds.bottom - bounds.top + 1)
        let (across, down) =
            own / tall >= ratio
            ? (Int(own * padding), Int(own / ratio * padding)) : (Int(tall * ratio * padding), Int(tall * padding))
        let (halfAcross, halfDown) = ((across + 1) / 2, (down + 1) / 2)
        let x = Int(Double(bounds.left + bounds.right) / 2 - Double(halfAcross))
        let y = Int(Double(bounds.top + bounds.bottom) / 2 - Double(halfDown))
        return (x, y, 2 * halfAcross, 2 * halfDown)
    }

    /// Picture over ground, as opaque as the mask is white; nothing is white beyond the picture.
    ///
    /// - Shapes: → [1, box.height, box.width, 3].
    private func compose(
        _ picture: Tensor, _ mask: Tensor, _ box: (x: Int, y: Int, width: Int, height: Int)
    ) -> Tensor {
        let (height, width) = (picture.shape[1], picture.shape[2])
        return Tensor(shape: [1, box.height, box.width, 3]) { result in
            let (pixels, shares) = (picture.values, mask.values)
            for place in 0..<box.height * box.width {
                let (row, column) = (box.y + place / box.width, box.x + place % box.width)
                let isInside = row >= 0 && column >= 0 && row < height && column < width
                let pixel = row * width + column
                let share = isInside ? shares[pixel] : 0
                for channel in 0..<3 {
                    let own = isInside ? pixels[pixel * 3 + channel] : 0
                    result[place * 3 + channel] = max(0, min(own * share + background[channel] * (1 - share), 1))
                }
            }
        }
    }
}
