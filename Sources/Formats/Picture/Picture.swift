import JSON
import Tensors

/// A still picture, as ComfyUI's LoadImage gives it: turned upright, colours without their alpha, alpha apart.
public struct Picture: Sendable {
    public let width: Int
    public let height: Int

    /// - Shapes: [1, H, W, 3], from 0 to 1; grey is repeated in all three.
    public let pixels: Tensor

    /// How opaque each pixel is; nil if the file does not say.
    ///
    /// - Shapes: [1, H, W], from 0 to 1.
    public let alpha: Tensor?

    /// Texts in the file by key; ComfyUI keeps `prompt` and `workflow` here.
    public let metadata: [String: String]

    /// Reads a PNG, JPEG or WebP file (its first frame); what it is is told by its contents, not by its name.
    ///
    /// - Parameter isTurned: whether it is turned as the file says; otherwise it stays as it is stored.
    /// - Throws: `FileError` or `PictureError`.
    public init(path: String, isTurned: Bool = true) throws {
        try self.init(
            decoding: OpenFile.contents(of: path, limit: Self.fileLimit), name: path, isTurned: isTurned)
    }

    /// - Parameters:
    ///   - name: what messages call the picture.
    ///   - isTurned: as above.
    public init(decoding bytes: [UInt8], name: String, isTurned: Bool = true) throws(PictureError) {
        do {
            let samples = try Samples(decoding: bytes)
            let texts = try PictureTexts(bytes)
            let upright = isTurned ? samples.turned(by: texts.orientation) : samples
            width = upright.width
            height = upright.height
            pixels = upright.colours()
            alpha = upright.alpha()
            metadata = texts.texts
        } catch {
            throw PictureError(name, error)
        }
    }

    /// What LoadImage calls the mask: where the picture is transparent; a small empty one if it has no alpha.
    ///
    /// - Shapes: [1, H, W] or [1, 64, 64].
    public var mask: Tensor {
        guard let alpha else { return Tensor(zeros: [1, 64, 64]) }
        return Tensor(shape: alpha.shape) { mask in
            let alpha = alpha.values
            for index in 0..<alpha.count { mask[index] = 1 - alpha[index] }
        }
    }

    /// The texts of a picture file; its pixels are not decoded.
    ///
    /// - Throws: `FileError` or `PictureError`.
    public static func metadata(of path: String) throws -> [String: String] {
        try metadata(in: OpenFile.contents(of: path, limit: fileLimit), name: path)
    }

    /// The same of a picture in memory, a WebP one as well.
    ///
    /// - Parameter name: what messages call it.
    public static func metadata(in bytes: [UInt8], name: String) throws(PictureError) -> [String: String] {
        do {
            return try PictureTexts(bytes).texts
        } catch {
            throw PictureError(name, error)
        }
    }

    static let fileLimit = 1 << 30
}
