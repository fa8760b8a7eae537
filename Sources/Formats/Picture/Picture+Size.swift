import CImageCodecs

extension Picture {
    /// How large the picture in a file is when it stands upright; its pixels are not decoded.
    ///
    /// - Throws: `FileError` or `PictureError`.
    public static func size(of path: String) throws -> (width: Int, height: Int) {
        let bytes = try OpenFile.contents(of: path, limit: fileLimit)
        do {
            let kind = FileKind(head: bytes.prefix(64))
            guard kind == .png || kind == .jpeg else { throw PictureError.Problem.other(kind) }
            let size = try ImageCodec.size(bytes, kind)
            let isTurned = try PictureTexts(bytes).orientation.swapsSides
            return isTurned ? (size.height, size.width) : size
        } catch let problem as PictureError.Problem {
            throw PictureError(path, problem)
        }
    }
}

extension ImageCodec {
    /// The size that a picture has as it is stored.
    fileprivate static func size(
        _ bytes: [UInt8], _ kind: FileKind
    ) throws(PictureError.Problem) -> (width: Int, height: Int) {
        let limits = codec_limits(
            side: UInt32(PictureLimits.side), pixels: UInt64(PictureLimits.pixelCount),
            scans: UInt32(PictureLimits.scanCount))
        var picture = codec_picture()
        let status = unsafe bytes.withUnsafeBufferPointer { bytes -> codec_status in
            var reader: OpaquePointer?
            let open = unsafe kind == .png ? codec_png_open : codec_jpeg_open
            let status = unsafe open(bytes.baseAddress, bytes.count, limits, &picture, &reader)
            if status == CODEC_OK, let reader = unsafe reader { unsafe codec_close(reader) }
            return status
        }
        try judge(status, picture, format: kind == .png ? "PNG" : "JPEG")
        return (Int(picture.width), Int(picture.height))
    }
}
