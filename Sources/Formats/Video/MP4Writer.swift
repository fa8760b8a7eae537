/// Lays coded frames out as an MP4 file: what describes them first, so that a player can begin at once.
///
/// - Source: ISO/IEC 14496-12 (boxes), 14496-15 (H.264 in them).
struct MP4Writer {
    let width: Int
    let height: Int
    /// Time units a second, and of each frame.
    let timeScale: Int
    let frameDuration: Int
    /// Kept where ComfyUI keeps its workflows.
    let texts: [(String, String)]

    private var samples: [(bytes: [UInt8], isKey: Bool)] = []
    private var parameters: (sequence: [UInt8], picture: [UInt8])?

    init(width: Int, height: Int, timeScale: Int, frameDuration: Int, texts: [(String, String)]) {
        self.width = width
        self.height = height
        self.timeScale = timeScale
        self.frameDuration = frameDuration
        self.texts = texts
    }

    /// The next frame. Parameter sets go to the description, all other units behind their lengths.
    mutating func add(_ units: [[UInt8]], isKey: Bool) {
        var bytes: [UInt8] = []
        var (sequence, picture): ([UInt8]?, [UInt8]?)
        for unit in units {
            switch (unit.first ?? 0) & 31 {
            case 7: sequence = unit
            case 8: picture = unit
            default: bytes += big(unit.count, 4) + unit
            }
        }
        if parameters == nil, let sequence, let picture { parameters = (sequence, picture) }
        samples.append((bytes, isKey))
    }

    func file() -> [UInt8] {
        let head = box("ftyp", Array("isom".utf8) + big(512, 4) + Array("isomiso2avc1mp41".utf8))
        // The offset of the frames depends on the size of what describes them, but that size not on the offset.
        let size = moov(offset: 0).count
        let bytes = samples.reduce(0) { $0 + $1.bytes.count }
        let description = moov(offset: head.count + size + 8)
        var file = head + description + big(8 + bytes, 4) + Array("mdat".utf8)
        file.reserveCapacity(file.count + bytes)
        for sample in samples { file += sample.bytes }
        return file
    }

    private var duration: Int { samples.count * frameDuration }

    private func moov(offset: Int) -> [UInt8] {
        let movie = full(
            "mvhd",
            big(0, 8) + big(timeScale, 4) + big(duration, 4) + big(0x10000, 4) + big(0x100, 2)
                + zeros(10) + Self.matrix + zeros(24) + big(2, 4))
        return box("moov", movie + track(offset: offset) + (texts.isEmpty ? [] : userData))
    }

    private func track(offset: Int) -> [UInt8] {
        let header = full(
            "tkhd",
            big(0, 8) + big(1, 4) + zeros(4) + big(duration, 4) + zeros(8) + big(0, 8) + Self.matrix
                + big(width << 16, 4) + big(height << 16, 4), flags: 3)
        let media = full("mdhd", big(0, 8) + big(timeScale, 4) + big(duration, 4) + big(0x55c4, 2) + zeros(2))
        let handler = full("hdlr", zeros(4) + Array("vide".utf8) + zeros(12) + Array("VideoHandler".utf8) + [0])
        let here = box("dinf", full("dref", big(1, 4) + full("url ", [], flags: 1)))
        let information = box("minf", full("vmhd", zeros(8), flags: 1) + here + table(offset: offset))
        return box("trak", header + box("mdia", media + handler + information))
    }

    private func table(offset: Int) -> [UInt8] {
        let keys = samples.indices.filter { samples[$0].isKey }
        let sizes = samples.flatMap { big($0.bytes.count, 4) }
        var tables = full("stsd", big(1, 4) + description)
        tables += full("stts", big(1, 4) + big(samples.count, 4) + big(frameDuration, 4))
        tables += full("stss", big(keys.count, 4) + keys.flatMap { big($0 + 1, 4) })
        // All frames are one chunk.
        tables += full("stsc", big(1, 4) + big(1, 4) + big(samples.count, 4) + big(1, 4))
        tables += full("stsz", big(0, 4) + big(samples.count, 4) + sizes)
        tables += full("stco", big(1, 4) + big(offset, 4))
        return box("stbl", tables)
    }

    /// Size, decoder's parameters, and that colours are those of BT.709 in limited range.
    private var description: [UInt8] {
        let (sequence, picture) = parameters ?? ([0, 0, 0, 0], [])
        let configuration = [1, sequence[1], sequence[2], sequence[3], 0xff, 0xe1] + big(sequence.count, 2) + sequence
        var entry = zeros(6) + big(1, 2) + zeros(16) + big(width, 2) + big(height, 2)
        entry += big(0x480000, 4) + big(0x480000, 4) + zeros(4) + big(1, 2) + zeros(32) + big(24, 2) + [0xff, 0xff]
        entry += box("avcC", configuration + [1] + big(picture.count, 2) + picture)
        entry += box("colr", Array("nclx".utf8) + big(1, 2) + big(1, 2) + big(1, 2) + [0])
        return box("avc1", entry)
    }

    /// Keys by name, as FFmpeg writes them.
    private var userData: [UInt8] {
        let handler = full("hdlr", zeros(4) + Array("mdta".utf8) + zeros(13))
        let keys = texts.flatMap { big(8 + $0.0.utf8.count, 4) + Array("mdta".utf8) + Array($0.0.utf8) }
        let values = texts.enumerated().flatMap { index, text -> [UInt8] in
            let data = box("data", big(1, 4) + zeros(4) + Array(text.1.utf8))
            return big(8 + data.count, 4) + big(index + 1, 4) + data
        }
        return box(
            "udta", full("meta", handler + full("keys", big(texts.count, 4) + keys) + box("ilst", values)))
    }

    private static let matrix: [UInt8] = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000].flatMap { big($0, 4) }

    private func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
        big(8 + content.count, 4) + Array(name.utf8) + content
    }

    /// A box with a version, 0, and flags.
    private func full(_ name: String, _ content: [UInt8], flags: Int = 0) -> [UInt8] {
        box(name, big(flags, 4) + content)
    }

    private func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}

private func big(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}
