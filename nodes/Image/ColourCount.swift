import Tensors

/// The pixels of one picture as bytes.
struct BytePicture {
    let height: Int
    let width: Int

    /// Red, green and blue of one pixel after another.
    var bytes: [UInt8]

    /// - Shapes: `picture` [1, H, W, 3 or more], from 0 to 1; levels are cut off, not rounded.
    init(_ picture: Tensor) {
        (height, width) = (picture.shape[1], picture.shape[2])
        let channels = picture.shape[3]
        let values = picture.values
        bytes = (0..<height * width * 3).map { index in
            UInt8(min(max(values[index / 3 * channels + index % 3] * 255, 0), 255))
        }
    }

    var pixelCount: Int { height * width }

    subscript(pixel: Int) -> Colour {
        Colour(red: bytes[pixel * 3], green: bytes[pixel * 3 + 1], blue: bytes[pixel * 3 + 2])
    }
}

/// A colour in bytes.
struct Colour: Hashable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8

    subscript(channel: Int) -> UInt8 {
        switch channel {
        case 0: red
        case 1: green
        default: blue
        }
    }

    /// The colour without its `bits` lowest bits.
    func coarsened(by bits: Int) -> Colour { Colour(red: red >> bits, green: green >> bits, blue: blue >> bits) }
}
