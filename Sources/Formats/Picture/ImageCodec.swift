import CImageCodecs

/// libpng, libjpeg and zlib, called through the C functions that contain their jumps.
enum ImageCodec {
    /// Decodes a whole picture; its size is judged before anything is allocated.
    static func decode(_ bytes: [UInt8], _ kind: FileKind) throws(PictureError.Problem) -> Samples {
        let limits = codec_limits(
            side: UInt32(PictureLimits.side), pixels: UInt64(PictureLimits.pixelCount),
            scans: UInt32(PictureLimits.scanCount))
        var picture = codec_picture()
        var samples: [UInt8] = []
        // The reader points into `bytes`, so all of its life lies within one closure.
        let status = unsafe bytes.withUnsafeBufferPointer { bytes -> codec_status in
            var reader: OpaquePointer?
            let open = unsafe kind == .png ? codec_png_open : codec_jpeg_open
            let status = unsafe open(bytes.baseAddress, bytes.count, limits, &picture, &reader)
            guard status == CODEC_OK, let reader = unsafe reader else { return status }
            defer { unsafe codec_close(reader) }
            // At most 16,384² × 4 × 2, so that the product fits.
            let byteCount = Int(picture.width) * Int(picture.height) * Int(picture.channels * picture.bytes_per_sample)
            var result = CODEC_OK
            samples = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
                // A picture that ends early would otherwise show what was in this memory before.
                unsafe buffer.initialize(repeating: 0)
                result = unsafe codec_read(reader, buffer.baseAddress, &picture)
                count = byteCount
            }
            return result
        }
        try judge(status, picture, format: kind == .png ? "PNG" : "JPEG")
        return Samples(
            width: Int(picture.width), height: Int(picture.height), channels: Int(picture.channels),
            bytesPerSample: Int(picture.bytes_per_sample),
            ink: picture.is_cmyk == 0 ? .none : picture.is_inverted == 0 ? .plain : .inverted, bytes: samples)
    }

    static func judge(
        _ status: codec_status, _ picture: codec_picture, format: String
    ) throws(PictureError.Problem) {
        switch status {
        case CODEC_OK: return
        case CODEC_TOO_LARGE: throw .tooLarge(width: Int(picture.width), height: Int(picture.height))
        case CODEC_TOO_MANY_SCANS: throw .tooManyScans
        case CODEC_UNSUPPORTED: throw .unsupported(format: format)
        case CODEC_OUT_OF_MEMORY: throw .outOfMemory
        default: throw .damaged(format: format, detail: message(picture))
        }
    }

    /// A PNG without texts.
    ///
    /// - Parameter bytesPerSample: 1, or 2 with the upper byte first.
    static func encodePNG(
        _ pixels: [UInt8], width: Int, height: Int, channels: Int, bytesPerSample: Int = 1, level: Int
    ) -> [UInt8] {
        precondition(
            pixels.count == width * height * channels * bytesPerSample, "\(pixels.count) bytes for \(width) × \(height)"
        )
        var encoded: UnsafeMutablePointer<UInt8>?
        var count = 0
        var picture = codec_picture()
        let status = unsafe pixels.withUnsafeBufferPointer { pixels in
            unsafe withUnsafeMutablePointer(to: &picture.message.0) { message in
                unsafe codec_png_encode(
                    pixels.baseAddress, UInt32(width), UInt32(height), UInt32(channels), UInt32(bytesPerSample),
                    Int32(level), &encoded, &count, message)
            }
        }
        // Writing to memory fails only for arguments that are wrong, or without memory.
        guard status == CODEC_OK, let encoded = unsafe encoded else {
            preconditionFailure("PNG of \(width) × \(height) × \(channels): \(message(picture))")
        }
        defer { unsafe codec_free(encoded) }
        return unsafe Array(UnsafeBufferPointer(start: encoded, count: count))
    }

    /// Unpacks zlib data.
    ///
    /// - Returns: nil if the data are damaged.
    static func inflate(_ packed: [UInt8], limit: Int) throws(PictureError.Problem) -> [UInt8]? {
        var unpacked: UnsafeMutablePointer<UInt8>?
        var count = 0
        let status = unsafe packed.withUnsafeBufferPointer { packed in
            unsafe codec_inflate(packed.baseAddress, packed.count, limit, &unpacked, &count)
        }
        if status == CODEC_TOO_LARGE { throw .textsTooLarge }
        guard status == CODEC_OK, let unpacked = unsafe unpacked else { return nil }
        defer { unsafe codec_free(unpacked) }
        return unsafe Array(UnsafeBufferPointer(start: unpacked, count: count))
    }

    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        unsafe bytes.withUnsafeBufferPointer { unsafe codec_crc32($0.baseAddress, $0.count) }
    }

    static func message(_ picture: codec_picture) -> String {
        var message = picture.message
        return unsafe withUnsafeBytes(of: &message) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
