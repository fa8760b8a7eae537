import Tensors

/// A decoded picture as the file had it: 8 or 16 bits a sample, 1 to 4 channels.
struct Samples: Sendable {
    enum Ink: Sendable {
        case none
        /// Four channels of CMYK.
        case plain
        /// The same, with 255 for no ink.
        case inverted
    }

    let width: Int
    let height: Int
    /// 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha or CMYK.
    let channels: Int
    /// 1, or 2 with the upper byte first.
    let bytesPerSample: Int
    let ink: Ink
    let bytes: [UInt8]

    init(width: Int, height: Int, channels: Int, bytesPerSample: Int, ink: Ink, bytes: [UInt8]) {
        self.width = width
        self.height = height
        self.channels = channels
        self.bytesPerSample = bytesPerSample
        self.ink = ink
        self.bytes = bytes
    }

    init(decoding bytes: [UInt8]) throws(PictureError.Problem) {
        guard !bytes.isEmpty else { throw .empty }
        let kind = FileKind(head: bytes.prefix(64))
        switch kind {
        case .png, .jpeg: self = try ImageCodec.decode(bytes, kind)
        case .webp: self = try Self.first(of: WebP.frames(of: bytes))
        default: throw .other(kind)
        }
    }

    /// The first frame; pictures without alpha have it all the same, and opaque, in what libwebp gives.
    private static func first(of frames: WebP.Frames) -> Samples {
        let (width, height) = (frames.width, frames.height)
        var bytes = Array(frames.pixels[..<(4 * width * height)])
        if !frames.hasAlpha { bytes = bytes.indices.filter { $0 % 4 != 3 }.map { bytes[$0] } }
        return Samples(
            width: width, height: height, channels: frames.hasAlpha ? 4 : 3, bytesPerSample: 1, ink: .none, bytes: bytes
        )
    }

    /// - Shapes: → [1, H, W, 3]
    func colours() -> Tensor {
        if ink != .none { return coloursOfInk() }
        // Grey stands in one channel, which all three colours take.
        let step = channels < 3 ? 0 : 1
        return Tensor(shape: [1, height, width, 3]) { colours in
            let samples = bytes.span
            if bytesPerSample == 1 {
                let levels = Self.levels.span
                for pixel in 0..<width * height {
                    let first = pixel * channels
                    colours[3 * pixel] = levels[Int(samples[first])]
                    colours[3 * pixel + 1] = levels[Int(samples[first + step])]
                    colours[3 * pixel + 2] = levels[Int(samples[first + 2 * step])]
                }
            } else {
                for pixel in 0..<width * height {
                    for colour in 0..<3 {
                        colours[3 * pixel + colour] = fineSample(samples, pixel * channels + colour * step)
                    }
                }
            }
        }
    }

    /// - Shapes: → [1, H, W]
    func alpha() -> Tensor? {
        guard ink == .none, channels == 2 || channels == 4 else { return nil }
        return Tensor(shape: [1, height, width]) { alpha in
            let samples = bytes.span
            for pixel in 0..<width * height {
                let index = pixel * channels + channels - 1
                alpha[pixel] =
                    bytesPerSample == 1 ? Self.levels[Int(samples[index])] : fineSample(samples, index)
            }
        }
    }

    private func fineSample(_ samples: Span<UInt8>, _ index: Int) -> Float {
        Float(UInt16(samples[2 * index]) << 8 | UInt16(samples[2 * index + 1])) / 65_535
    }

    /// Light that the inks leave over, in 8 bits as Pillow computes it.
    private func coloursOfInk() -> Tensor {
        Tensor(shape: [1, height, width, 3]) { colours in
            let samples = bytes.span
            for pixel in 0..<width * height {
                let first = pixel * 4
                let key = light(samples[first + 3])
                for colour in 0..<3 {
                    let product = light(samples[first + colour]) * key + 128
                    colours[3 * pixel + colour] = Self.levels[(product >> 8 + product) >> 8]
                }
            }
        }
    }

    private func light(_ sample: UInt8) -> Int {
        ink == .inverted ? Int(sample) : 255 - Int(sample)
    }

    private static let levels = (0..<256).map { Float($0) / 255 }
}
