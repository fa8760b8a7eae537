import CImageCodecs

/// H.264 by way of OpenH264, whose memory lies behind these two.
@safe final class H264Encoder {
    private let encoder: OpaquePointer
    private let width: Int, height: Int

    /// - Parameter quality: the quantiser, 0 (best) to 51.
    /// - Throws: `VideoError.Problem` for a size that H.264 does not allow.
    init(width: Int, height: Int, framesPerSecond: Double, quality: Int) throws(VideoError.Problem) {
        guard width.isMultiple(of: 2), height.isMultiple(of: 2), 16...4096 ~= width, 16...4096 ~= height,
            let encoder = unsafe codec_h264_encoder_open(
                UInt32(width), UInt32(height), Float(framesPerSecond), Int32(quality))
        else { throw .size(width: width, height: height) }
        unsafe self.encoder = encoder
        self.width = width
        self.height = height
    }

    deinit { unsafe codec_h264_encoder_close(encoder) }

    /// One coded frame: its NAL units, and whether decoding can begin with it.
    func encode(_ frame: YUV420, milliseconds: Int) throws(VideoError.Problem) -> (units: [[UInt8]], isKey: Bool) {
        precondition(frame.width == width && frame.height == height, "a frame of \(frame.width) × \(frame.height)")
        var bytes: UnsafePointer<UInt8>?
        var count = 0
        var isKey: Int32 = 0
        let status = unsafe frame.y.withUnsafeBufferPointer { y in
            unsafe frame.u.withUnsafeBufferPointer { u in
                unsafe frame.v.withUnsafeBufferPointer { v in
                    guard let y = y.baseAddress, let u = u.baseAddress, let v = v.baseAddress else {
                        return CODEC_DAMAGED
                    }
                    return unsafe codec_h264_encode(encoder, y, u, v, Int64(milliseconds), &bytes, &count, &isKey)
                }
            }
        }
        guard status == CODEC_OK, let start = unsafe bytes else { throw .notEncoded }
        let stream = unsafe Array(UnsafeBufferPointer(start: start, count: count))
        return (Self.units(of: stream), isKey != 0)
    }

    /// NAL units, which lie behind start codes of three or four bytes.
    static func units(of stream: [UInt8]) -> [[UInt8]] {
        var units: [[UInt8]] = []
        var start: Int?
        var index = 0
        func finish(at end: Int) {
            guard let start else { return }
            // A fourth zero belongs to the next start code.
            let last = stream[start..<end].lastIndex { $0 != 0 } ?? start
            units.append(Array(stream[start...last]))
        }
        while index + 2 < stream.count {
            if stream[index] == 0, stream[index + 1] == 0, stream[index + 2] == 1 {
                finish(at: index)
                start = index + 3
                index += 3
            } else {
                index += 1
            }
        }
        finish(at: stream.count)
        return units
    }
}

@safe final class H264Decoder {
    private let decoder: OpaquePointer

    init() throws(VideoError.Problem) {
        guard let decoder = unsafe codec_h264_decoder_open() else { throw .outOfMemory }
        unsafe self.decoder = decoder
    }

    deinit { unsafe codec_h264_decoder_close(decoder) }

    /// Takes in one coded frame and gives the next one to be shown, if it is known by now; with nil, one of those that are
    /// still kept back.
    func decode(_ units: [[UInt8]]?) throws(VideoError.Problem) -> YUV420? {
        var frame = unsafe codec_h264_frame()
        let stream = units.map { units -> [UInt8] in units.flatMap { unit -> [UInt8] in [0, 0, 0, 1] + unit } }
        let status: codec_status
        if let stream {
            status = unsafe stream.withUnsafeBufferPointer {
                unsafe codec_h264_decode(decoder, $0.baseAddress, $0.count, &frame)
            }
        } else {
            status = unsafe codec_h264_decode(decoder, nil, 0, &frame)
        }
        guard status == CODEC_OK else { throw .damaged("a frame cannot be decoded") }
        guard let y = unsafe frame.y, let u = unsafe frame.u, let v = unsafe frame.v else { return nil }
        let (width, height) = unsafe (Int(frame.width), Int(frame.height))
        let (stride, halfStride) = unsafe (Int(frame.y_stride), Int(frame.uv_stride))
        func plane(_ start: UnsafePointer<UInt8>, _ stride: Int, _ width: Int, _ height: Int) -> [UInt8] {
            unsafe [UInt8](unsafeUninitializedCapacity: width * height) { buffer, count in
                for row in 0..<height {
                    for column in 0..<width {
                        unsafe buffer.initializeElement(at: row * width + column, to: start[row * stride + column])
                    }
                }
                count = width * height
            }
        }
        return unsafe YUV420(
            width: width, height: height, y: plane(y, stride, width, height),
            u: plane(u, halfStride, (width + 1) / 2, (height + 1) / 2),
            v: plane(v, halfStride, (width + 1) / 2, (height + 1) / 2))
    }
}
