import Tensors

/// Writes pictures of 32-bit floats.
public enum EXR {
    /// The primaries that colours are given in, and white: CIE 1931 x and y of red, green, blue and white (D65).
    public enum Primaries: Sendable {
        /// BT.709, which sRGB has as well.
        case standard
        /// BT.2020.
        case wide

        fileprivate var chromaticities: [Float] {
            switch self {
            case .standard: [0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329]
            case .wide: [0.708, 0.292, 0.17, 0.797, 0.131, 0.046, 0.3127, 0.329]
            }
        }
    }

    /// One part of lines, not compressed.
    ///
    /// - Parameter texts: kept as attributes of the header, in UTF-8.
    /// - Shapes: `pixels` [H, W, C] or [1, H, W, C], C = 1 (light), 3 (RGB) or 4 (RGB and alpha).
    /// - Units: linear light.
    /// - Source: “Technical Introduction to OpenEXR” and “OpenEXR File Layout”, https://openexr.com.
    public static func encode(
        _ pixels: Tensor, primaries: Primaries, texts: [(String, String)] = []
    ) -> [UInt8] {
        let shape = pixels.shape.count == 4 ? Array(pixels.shape.dropFirst()) : pixels.shape
        precondition(
            shape.count == 3 && [1, 3, 4].contains(shape[2]) && pixels.count == shape.reduce(1, *),
            "a picture of shape \(pixels.shape)")
        let (height, width, count) = (shape[0], shape[1], shape[2])
        // Channels lie in the order of their names.
        let channels: [(name: String, index: Int)] =
            switch count {
            case 1: [("Y", 0)]
            case 3: [("B", 2), ("G", 1), ("R", 0)]
            default: [("A", 3), ("B", 2), ("G", 1), ("R", 0)]
            }

        var bytes: [UInt8] = [0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0]
        bytes += attribute("channels", "chlist", list(of: channels.map(\.name)))
        bytes += attribute("chromaticities", "chromaticities", primaries.chromaticities.flatMap(little))
        bytes += attribute("compression", "compression", [0])
        let window = [0, 0, width - 1, height - 1].flatMap { little(UInt32($0)) }
        bytes += attribute("dataWindow", "box2i", window)
        bytes += attribute("displayWindow", "box2i", window)
        bytes += attribute("lineOrder", "lineOrder", [0])
        bytes += attribute("pixelAspectRatio", "float", little(Float(1)))
        bytes += attribute("screenWindowCenter", "v2f", little(Float(0)) + little(Float(0)))
        bytes += attribute("screenWindowWidth", "float", little(Float(1)))
        for (key, text) in texts { bytes += attribute(key, "string", Array(text.utf8)) }
        bytes.append(0)

        let lineSize = 4 * width * count
        let start = bytes.count + 8 * height
        for row in 0..<height { bytes += little(UInt64(start + row * (8 + lineSize))) }
        bytes.reserveCapacity(start + height * (8 + lineSize))
        let values = pixels.values
        for row in 0..<height {
            bytes += little(UInt32(row)) + little(UInt32(lineSize))
            for channel in channels {
                for column in 0..<width { bytes += little(values[(row * width + column) * count + channel.index]) }
            }
        }
        return bytes
    }

    /// Names with a type (2, floats), whether they are like light to the eye (no matter), and how often they are sampled.
    private static func list(of names: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for name in names {
            bytes += Array(name.utf8)
            bytes += [0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]
        }
        return bytes + [0]
    }

    private static func attribute(_ name: String, _ type: String, _ value: [UInt8]) -> [UInt8] {
        var bytes = Array(name.utf8)
        bytes.append(0)
        bytes += Array(type.utf8)
        bytes.append(0)
        bytes += little(UInt32(value.count))
        return bytes + value
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        stride(from: 0, to: number.bitWidth, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func little(_ number: Float) -> [UInt8] { little(number.bitPattern) }
}
