import Fonts
import Tensors

/// A picture of bytes that is drawn on.
///
/// - Shapes: `bytes` [height, width, channels]: red, green, blue and, of four, how opaque that is.
struct ByteCanvas {
    let width: Int
    let height: Int
    let channels: Int
    private(set) var bytes: [UInt8]

    struct Colour: Hashable {
        let red, green, blue: UInt8

        init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
            (self.red, self.green, self.blue) = (red, green, blue)
        }
    }

    /// Black; with four channels, nothing.
    init(width: Int, height: Int, channels: Int = 3) {
        precondition(channels == 3 || channels == 4, "a canvas of \(channels) channels")
        self.width = width
        self.height = height
        self.channels = channels
        bytes = [UInt8](repeating: 0, count: width * height * channels)
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

    /// - Shapes: [1, H, W, channels].
    var pixels: Tensor {
        Tensor(shape: [1, height, width, channels]) { values in
            for index in 0..<values.count { values[index] = Float(bytes[index]) / 255 }
        }
    }

    func colour(_ x: Int, _ y: Int) -> Colour {
        let place = (y * width + x) * channels
        return Colour(bytes[place], bytes[place + 1], bytes[place + 2])
    }

    /// Nothing happens outside of the picture.
    mutating func set(_ x: Int, _ y: Int, _ colour: Colour) {
        guard x >= 0, y >= 0, x < width, y < height else { return }
        let place = (y * width + x) * channels
        bytes[place] = colour.red
        bytes[place + 1] = colour.green
        bytes[place + 2] = colour.blue
        if channels == 4 { bytes[place + 3] = 255 }
    }

    /// A colour over what is there; where nothing is, it is the colour at once, and only how opaque it is grows.
    ///
    /// - Parameter level: how much of it, 0 to 255.
    mutating func mix(_ colour: Colour, alpha: UInt8, level: UInt8, x: Int, y: Int) {
        guard level > 0 else { return }
        let place = (y * width + x) * channels
        func mix(_ offset: Int, _ new: UInt8, _ level: Int) {
            let old = Int(bytes[place + offset])
            bytes[place + offset] = UInt8(rounded255th(old * (255 - level) + Int(new) * level))
        }
        let part = channels == 4 && bytes[place + 3] == 0 ? 255 : Int(level)
        mix(0, colour.red, part)
        mix(1, colour.green, part)
        mix(2, colour.blue, part)
        if channels == 4 { mix(3, alpha, Int(level)) }
    }

    /// Another canvas of the same size over this one, which has three channels.
    ///
    /// - Parameter upper: of four channels.
    mutating func cover(with upper: ByteCanvas) {
        precondition(channels == 3 && upper.channels == 4 && upper.bytes.count / 4 == bytes.count / 3, "other sizes")
        for place in 0..<width * height {
            let alpha = Int(upper.bytes[place * 4 + 3])
            guard alpha > 0 else { continue }
            for channel in 0..<3 {
                let (new, old) = (Int(upper.bytes[place * 4 + channel]), Int(bytes[place * 3 + channel]))
                // In 128ths, so that it is rounded once.
                let sum = (new * alpha + old * (255 - alpha) + 128) * 128
                bytes[place * 3 + channel] = UInt8(((sum >> 8) + sum) >> 15)
            }
        }
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
