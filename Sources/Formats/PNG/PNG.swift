import Tensors

/// Writes pictures as ComfyUI's SaveImage does.
public enum PNG {
    /// An 8-bit PNG of `pixels`; values are scaled by 255, clipped, and cut, not rounded.
    ///
    /// - Shapes: `pixels` [H, W, C] or [1, H, W, C], C = 1 (grey), 3 (RGB) or 4 (RGB and alpha).
    /// - Parameter text: keys and values of the text chunks before the pixels; keys of 1 to 79 Latin-1 characters.
    /// - Parameter compressionLevel: zlib's, from 0 to 9; SaveImage uses 4, PreviewImage 1.
    public static func encode(
        _ pixels: Tensor, text: [(String, String)] = [], compressionLevel: Int = 4
    ) -> [UInt8] {
        let shape = shape(of: pixels)
        precondition(0...9 ~= compressionLevel, "compression level \(compressionLevel)")
        let plain = ImageCodec.encodePNG(
            bytes(of: pixels), width: shape[1], height: shape[0], channels: shape[2], level: compressionLevel)
        return with(text, in: plain)
    }

    /// An 8-bit PNG of red, green and blue, row by row.
    public static func encode(
        _ pixels: [UInt8], width: Int, height: Int, compressionLevel: Int = 4
    ) -> [UInt8] {
        ImageCodec.encodePNG(pixels, width: width, height: height, channels: 3, level: compressionLevel)
    }

    /// A 16-bit PNG of `pixels`; values are scaled by 65535, clipped, and cut, not rounded.
    ///
    /// - Shapes: as above.
    public static func encode16(
        _ pixels: Tensor, text: [(String, String)] = [], compressionLevel: Int = 4
    ) -> [UInt8] {
        let shape = shape(of: pixels)
        let values = pixels.values
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 * values.count)
        for index in 0..<values.count {
            let scaled = 65535 * values[index]
            let sample: UInt16 = scaled >= 65535 ? 65535 : scaled > 0 ? UInt16(scaled) : 0
            bytes.append(UInt8(sample >> 8))
            bytes.append(UInt8(truncatingIfNeeded: sample))
        }
        let plain = ImageCodec.encodePNG(
            bytes, width: shape[1], height: shape[0], channels: shape[2], bytesPerSample: 2, level: compressionLevel)
        return with(text, in: plain)
    }

    private static func shape(of pixels: Tensor) -> [Int] {
        let shape = pixels.shape.count == 4 && pixels.shape[0] == 1 ? Array(pixels.shape.dropFirst()) : pixels.shape
        precondition(
            shape.count == 3 && [1, 3, 4].contains(shape[2]) && pixels.count > 0, "a picture of shape \(pixels.shape)")
        return shape
    }

    /// The signature and the header chunk, which must come first, have a fixed length.
    static let headByteCount = 8 + 25

    private static func with(_ text: [(String, String)], in plain: [UInt8]) -> [UInt8] {
        plain[..<headByteCount] + text.flatMap { textChunk(key: $0.0, value: $0.1) } + plain[headByteCount...]
    }

    /// Samples of one byte: scaled by 255, clipped, and cut.
    public static func bytes(of pixels: Tensor) -> [UInt8] {
        let values = pixels.values
        var bytes = [UInt8](repeating: 0, count: values.count)
        var target = bytes.mutableSpan
        for index in 0..<values.count {
            let scaled = 255 * values[index]
            // A value that is no number becomes 0.
            target[index] = scaled >= 255 ? 255 : scaled > 0 ? UInt8(scaled) : 0
        }
        return bytes
    }

    /// `tEXt`, or `iTXt` for a text beyond Latin-1: the choice of Pillow's `PngInfo.add_text`.
    private static func textChunk(key: String, value: String) -> [UInt8] {
        guard let key = latin1(key), 1...79 ~= key.count, !key.contains(0) else {
            preconditionFailure("'\(key)' is no key of a PNG text")
        }
        if let value = latin1(value) { return chunk("tEXt", key + [0] + value) }
        // Neither packed, nor with a language, nor with a translated key.
        return chunk("iTXt", key + [0, 0, 0, 0, 0] + value.utf8)
    }

    static func chunk(_ type: String, _ payload: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + payload
        return bigEndian(UInt32(payload.count)) + body + bigEndian(ImageCodec.crc32(body))
    }

    static func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// nil if the text has a character that Latin-1 lacks.
    static func latin1(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard scalar.value < 256 else { return nil }
            bytes.append(UInt8(scalar.value))
        }
        return bytes
    }
}
