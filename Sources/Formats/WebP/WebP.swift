import CImageCodecs
import Tensors

/// Writes and reads WebP files, animated ones as well.
///
/// - Source: libwebp, which ComfyUI's Pillow uses, too.
public enum WebP {
    /// Pictures shown one after another, over and over again; a single one is a still WebP.
    ///
    /// - Parameters:
    ///   - milliseconds: that each frame is shown.
    ///   - quality: 0...100; of a lossless file, how hard to try for a small one.
    ///   - method: 0 (quick) to 6 (small).
    ///   - texts: kept as EXIF, `prompt` where cameras write their model.
    /// - Shapes: `frames` [N, H, W, C], C = 1 (grey), 3 (RGB) or 4 (RGB and alpha).
    /// - Throws: `PictureError` if a side is longer than 16,383 pixels.
    public static func encode(
        _ frames: Tensor, milliseconds: Int, isLossless: Bool, quality: Double, method: Int,
        texts: [(String, String)] = []
    ) throws -> [UInt8] {
        let channels = frames.shape[3]
        let colours = channels == 1 ? frames.repeated(3, axis: 3) : frames
        var options = codec_webp_options(
            width: UInt32(frames.shape[2]), height: UInt32(frames.shape[1]), channels: UInt32(colours.shape[3]),
            frames: UInt32(frames.shape[0]), milliseconds: Int32(clamping: milliseconds),
            is_lossless: isLossless ? 1 : 0,
            quality: Float(quality), method: Int32(method))
        let samples = PNG.bytes(of: colours)
        let exif = texts.isEmpty ? [] : EXIF.block(of: texts)
        var picture = codec_picture()
        var encoded: UnsafeMutablePointer<UInt8>?
        var count = 0
        let status = unsafe samples.withUnsafeBufferPointer { samples in
            unsafe exif.withUnsafeBufferPointer { exif in
                unsafe withUnsafeMutablePointer(to: &picture.message.0) { message in
                    unsafe codec_webp_encode(
                        samples.baseAddress, &options, exif.isEmpty ? nil : exif.baseAddress, exif.count, &encoded,
                        &count, message)
                }
            }
        }
        switch status {
        case CODEC_OK: break
        case CODEC_TOO_LARGE:
            throw PictureError("the animation", .tooLarge(width: frames.shape[2], height: frames.shape[1]))
        case CODEC_OUT_OF_MEMORY: throw PictureError("the animation", .outOfMemory)
        default:
            throw PictureError("the animation", .damaged(format: "WebP", detail: ImageCodec.message(picture)))
        }
        guard let encoded = unsafe encoded else { throw PictureError("the animation", .outOfMemory) }
        defer { unsafe codec_free(encoded) }
        return unsafe Array(UnsafeBufferPointer(start: encoded, count: count))
    }

    /// Every frame of a file as it is seen.
    struct Frames {
        let width: Int, height: Int
        let hasAlpha: Bool
        /// RGB and alpha, one frame after another.
        let pixels: [UInt8]
        /// When each frame is over, in milliseconds.
        let ends: [Int32]
    }

    static func frames(of bytes: [UInt8]) throws(PictureError.Problem) -> Frames {
        let limits = codec_limits(
            side: UInt32(PictureLimits.side), pixels: UInt64(PictureLimits.pixelCount), scans: 0)
        var picture = codec_picture()
        var count: UInt32 = 0
        var status = unsafe bytes.withUnsafeBufferPointer {
            unsafe codec_webp_describe($0.baseAddress, $0.count, limits, &picture, &count)
        }
        try check(status, picture)
        // Judged by the limits above, so that the product fits.
        let byteCount = Int(picture.width) * Int(picture.height) * 4 * Int(count)
        var ends = [Int32](repeating: 0, count: Int(count))
        let pixels = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initialized in
            unsafe buffer.initialize(repeating: 0)
            initialized = byteCount
            status = unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe ends.withUnsafeMutableBufferPointer { ends in
                    unsafe codec_webp_decode(
                        bytes.baseAddress, bytes.count, count, buffer.baseAddress, ends.baseAddress, &picture)
                }
            }
        }
        try check(status, picture)
        return Frames(
            width: Int(picture.width), height: Int(picture.height), hasAlpha: picture.channels == 4, pixels: pixels,
            ends: ends)
    }

    private static func check(_ status: codec_status, _ picture: codec_picture) throws(PictureError.Problem) {
        switch status {
        case CODEC_OK: break
        case CODEC_TOO_LARGE: throw .tooLarge(width: Int(picture.width), height: Int(picture.height))
        case CODEC_OUT_OF_MEMORY: throw .outOfMemory
        default: throw .damaged(format: "WebP", detail: ImageCodec.message(picture))
        }
    }
}
