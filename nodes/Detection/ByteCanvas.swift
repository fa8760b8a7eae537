import Tensors

/// A picture of bytes that is drawn on.
///
/// - Shapes: `bytes` [height, width, 3].
struct ByteCanvas {
    let width: Int
    let height: Int
    private(set) var bytes: [UInt8]

    struct Colour: Hashable {
        let red, green, blue: UInt8

        init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
            (self.red, self.green, self.blue) = (red, green, blue)
        }
    }

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        bytes = [UInt8](repeating: 0, count: width * height * 3)
    }

    /// - Shapes: `pixels` [1, H, W, 3 or more].
    init(truncating pixels: Tensor) {
        self.init(width: pixels.shape[2], height: pixels.shape[1])
        let channels = pixels.shape[3]
        let values = pixels.values
        for pixel in 0..<width * height {
            for channel in 0..<3 {
                // As a conversion to bytes has it: what is beyond them wraps around.
                let scaled = values[pixel * channels + channel] * 255
                bytes[pixel * 3 + channel] = scaled.isFinite ? UInt8(truncatingIfNeeded: Int(scaled)) : 0
            }
        }
    }

    /// Every byte anew, of a picture of bytes.
    ///
    /// - Shapes: `pixels` [1, height, width, 3].
    mutating func paint(_ pixels: Tensor, _ change: (UInt8) -> UInt8) {
        let values = pixels.values
        for index in bytes.indices { bytes[index] = change(UInt8(max(0, min((values[index] * 255).rounded(), 255)))) }
    }

    /// - Shapes: [1, H, W, 3].
    var pixels: Tensor {
        Tensor(shape: [1, height, width, 3]) { values in
            for index in 0..<values.count { values[index] = Float(bytes[index]) / 255 }
        }
    }

    func colour(_ x: Int, _ y: Int) -> Colour {
        let place = (y * width + x) * 3
        return Colour(bytes[place], bytes[place + 1], bytes[place + 2])
    }

    /// Nothing happens outside of the picture.
    mutating func set(_ x: Int, _ y: Int, _ colour: Colour) {
        guard x >= 0, y >= 0, x < width, y < height else { return }
        let place = (y * width + x) * 3
        bytes[place] = colour.red
        bytes[place + 1] = colour.green
        bytes[place + 2] = colour.blue
    }

    /// Every pixel within a distance whose square is given.
    mutating func disc(_ x: Int, _ y: Int, reach: Int, square: Double, _ colour: Colour) {
        for row in max(0, y - reach)..<max(max(0, y - reach), min(height, y + reach + 1)) {
            for column in max(0, x - reach)..<max(max(0, x - reach), min(width, x + reach + 1)) {
                let (across, down) = (column - x, row - y)
                if Double(across * across + down * down) <= square { set(column, row, colour) }
            }
        }
    }
}
