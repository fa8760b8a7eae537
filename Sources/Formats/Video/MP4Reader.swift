/// The first video track of an MP4 or MOV file.
///
/// - Source: ISO/IEC 14496-12 (boxes), 14496-15 (H.264 in them).
struct MP4Reader {
    struct Sample {
        let range: Range<Int>
        /// When it is shown, in time units.
        let time: Int
        let isKey: Bool
    }

    private(set) var width = 0
    private(set) var height = 0
    private(set) var timeScale = 1
    /// Of all frames, in time units.
    private(set) var duration = 0
    /// In the order of decoding.
    private(set) var samples: [Sample] = []
    /// Sequence and picture parameter sets, which come before the first frame.
    private(set) var parameters: [[UInt8]] = []
    private(set) var matrix = YUV420.Matrix.standard
    /// Clockwise, to be seen upright.
    private(set) var quarterTurns = 0
    private(set) var texts: [String: String] = [:]

    /// Bytes of the number before each unit.
    private var lengthSize = 4
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) throws(VideoError.Problem) {
        self.bytes = bytes
        let top = try boxes(in: 0..<bytes.count)
        guard top.contains(where: { $0.name == "ftyp" || $0.name == "moov" }) else { throw .noMP4 }
        guard let movie = top.first(where: { $0.name == "moov" }) else {
            throw .damaged("it does not say what it holds")
        }
        let parts = try boxes(in: movie.content)
        for track in parts where track.name == "trak" {
            guard samples.isEmpty else { break }
            try read(track)
        }
        guard !samples.isEmpty else { throw .noPictures }
        if let meta = try find(["udta", "meta"], in: movie.content) { readTexts(meta) }
    }

    /// The units of a sample.
    func units(of sample: Sample) throws(VideoError.Problem) -> [[UInt8]] {
        var units: [[UInt8]] = []
        var position = sample.range.lowerBound
        while position + lengthSize <= sample.range.upperBound {
            let length = number(position, lengthSize)
            position += lengthSize
            guard length <= sample.range.upperBound - position else { throw .damaged("a frame ends too early") }
            units.append(Array(bytes[position..<position + length]))
            position += length
        }
        return units
    }

    // MARK: Boxes

    private struct Box {
        let name: String
        let content: Range<Int>
    }

    private func boxes(in range: Range<Int>) throws(VideoError.Problem) -> [Box] {
        var boxes: [Box] = []
        var position = range.lowerBound
        while position + 8 <= range.upperBound {
            var size = number(position, 4)
            var head = 8
            let name = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
            if size == 1, position + 16 <= range.upperBound {
                size = number(position + 8, 8)
                head = 16
            } else if size == 0 {
                size = range.upperBound - position
            }
            guard size >= head, size <= range.upperBound - position else {
                // What comes before the first box that is cut off is whole.
                guard !boxes.isEmpty else { throw .noMP4 }
                break
            }
            boxes.append(Box(name: name, content: position + head..<position + size))
            position += size
        }
        return boxes
    }

    private func find(_ path: [String], in range: Range<Int>) throws(VideoError.Problem) -> Range<Int>? {
        var range = range
        for name in path {
            guard let box = try boxes(in: range).first(where: { $0.name == name }) else { return nil }
            range = box.content
        }
        return range
    }

    /// - Parameter size: at most 8; larger numbers than `Int` holds become the largest.
    private func number(_ position: Int, _ size: Int) -> Int {
        guard position >= 0, position + size <= bytes.count else { return 0 }
        let value = bytes[position..<position + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(clamping: value)
    }

    // MARK: Tracks

    private mutating func read(_ track: Box) throws(VideoError.Problem) {
        guard let media = try find(["mdia"], in: track.content),
            let handler = try find(["hdlr"], in: media), handler.count >= 12,
            String(decoding: bytes[handler.lowerBound + 8..<handler.lowerBound + 12], as: UTF8.self) == "vide",
            let header = try find(["mdhd"], in: media), header.count >= 24,
            let table = try find(["minf", "stbl"], in: media)
        else { return }
        let isLong = number(header.lowerBound, 1) == 1
        timeScale = max(1, number(header.lowerBound + (isLong ? 20 : 12), 4))
        if let place = try find(["tkhd"], in: track.content) { readTurn(place) }
        try readDescription(table)
        samples = try readSamples(table)
    }

    /// How the picture is turned: the matrix's first row.
    private mutating func readTurn(_ header: Range<Int>) {
        let start = header.lowerBound + (number(header.lowerBound, 1) == 1 ? 52 : 40)
        guard start + 8 <= header.upperBound else { return }
        func sign(_ position: Int) -> Int { Int(Int32(truncatingIfNeeded: number(position, 4))).signum() }
        switch (sign(start), sign(start + 4)) {
        case (0, 1): quarterTurns = 1
        case (-1, 0): quarterTurns = 2
        case (0, -1): quarterTurns = 3
        default: quarterTurns = 0
        }
    }

    private mutating func readDescription(_ table: Range<Int>) throws(VideoError.Problem) {
        guard let list = try find(["stsd"], in: table), list.count >= 8,
            let entry = try boxes(in: list.lowerBound + 8..<list.upperBound).first
        else { throw .damaged("it does not say how its pictures are coded") }
        guard entry.name == "avc1" || entry.name == "avc3", entry.content.count >= 78 else { throw .codec(entry.name) }
        width = number(entry.content.lowerBound + 24, 2)
        height = number(entry.content.lowerBound + 26, 2)
        let extras = entry.content.lowerBound + 78..<entry.content.upperBound
        if let colour = try find(["colr"], in: extras), colour.count >= 10 {
            switch number(colour.lowerBound + 8, 2) {
            case 1: matrix = .high
            case 9, 10: matrix = .wide
            default: matrix = .standard
            }
        }
        guard let configuration = try find(["avcC"], in: extras), configuration.count >= 7 else {
            throw .damaged("it does not say how to decode its pictures")
        }
        lengthSize = number(configuration.lowerBound + 4, 1) & 3 + 1
        var position = configuration.lowerBound + 5
        for mask in [31, 255] {
            guard position < configuration.upperBound else { break }
            let count = number(position, 1) & mask
            position += 1
            for _ in 0..<count {
                let length = number(position, 2)
                guard position + 2 + length <= configuration.upperBound else {
                    throw .damaged("it does not say how to decode its pictures")
                }
                parameters.append(Array(bytes[position + 2..<position + 2 + length]))
                position += 2 + length
            }
        }
    }

    /// Where each frame lies, when it is shown, and where decoding can begin.
    private mutating func readSamples(_ table: Range<Int>) throws(VideoError.Problem) -> [Sample] {
        let sizes = try sizes(table)
        let count = sizes.count
        guard count > 0 else { return [] }
        let offsets = try offsets(of: sizes, table)
        let durations = try runs(["stts"], in: table, count: count)
        let delays = try runs(["ctts"], in: table, count: count)
        var keys = Set<Int>()
        if let list = try find(["stss"], in: table), list.count >= 8 {
            let known = min(number(list.lowerBound + 4, 4), (list.count - 8) / 4)
            for index in 0..<known { keys.insert(number(list.lowerBound + 8 + 4 * index, 4) - 1) }
        } else {
            keys = Set(0..<count)
        }
        var time = 0
        var samples: [Sample] = []
        for index in 0..<count {
            let end = offsets[index].addingReportingOverflow(sizes[index])
            guard !end.overflow, end.partialValue <= bytes.count else {
                throw .damaged("frames are missing at its end")
            }
            let delay = delays.isEmpty ? 0 : Int(Int32(truncatingIfNeeded: delays[index]))
            samples.append(
                Sample(
                    range: offsets[index]..<end.partialValue, time: time + delay, isKey: keys.contains(index)))
            time += durations.isEmpty ? 1 : durations[index]
        }
        duration = time
        return samples
    }

    private func sizes(_ table: Range<Int>) throws(VideoError.Problem) -> [Int] {
        guard let list = try find(["stsz"], in: table), list.count >= 12 else { return [] }
        let (common, count) = (number(list.lowerBound + 4, 4), number(list.lowerBound + 8, 4))
        guard common == 0 else {
            // No file holds more frames than bytes.
            guard count <= bytes.count else { throw .damaged("it has more frames than bytes") }
            return [Int](repeating: common, count: count)
        }
        return (0..<min(count, (list.count - 12) / 4)).map { number(list.lowerBound + 12 + 4 * $0, 4) }
    }

    private func offsets(of sizes: [Int], _ table: Range<Int>) throws(VideoError.Problem) -> [Int] {
        let chunks: [Int]
        if let list = try find(["stco"], in: table), list.count >= 8 {
            chunks = (0..<min(number(list.lowerBound + 4, 4), (list.count - 8) / 4)).map {
                number(list.lowerBound + 8 + 4 * $0, 4)
            }
        } else if let list = try find(["co64"], in: table), list.count >= 8 {
            chunks = (0..<min(number(list.lowerBound + 4, 4), (list.count - 8) / 8)).map {
                number(list.lowerBound + 8 + 8 * $0, 8)
            }
        } else {
            throw .damaged("it does not say where its frames lie")
        }
        guard let list = try find(["stsc"], in: table), list.count >= 8 else {
            throw .damaged("it does not say where its frames lie")
        }
        let runs = (0..<min(number(list.lowerBound + 4, 4), (list.count - 8) / 12)).map { index in
            (
                first: number(list.lowerBound + 8 + 12 * index, 4),
                count: number(list.lowerBound + 12 + 12 * index, 4)
            )
        }
        var offsets: [Int] = []
        var run = 0
        for (index, chunk) in chunks.enumerated() {
            while run + 1 < runs.count, runs[run + 1].first <= index + 1 { run += 1 }
            guard runs.indices.contains(run) else { break }
            var offset = chunk
            for _ in 0..<runs[run].count {
                guard offsets.count < sizes.count else { break }
                offsets.append(offset)
                let (sum, overflow) = offset.addingReportingOverflow(sizes[offsets.count - 1])
                guard !overflow else { throw .damaged("a frame lies nowhere") }
                offset = sum
            }
        }
        guard offsets.count == sizes.count else { throw .damaged("it does not say where its frames lie") }
        return offsets
    }

    /// A table of counts and values, spread out.
    private func runs(_ path: [String], in table: Range<Int>, count: Int) throws(VideoError.Problem) -> [Int] {
        guard let list = try find(path, in: table), list.count >= 8 else { return [] }
        var values: [Int] = []
        for index in 0..<min(number(list.lowerBound + 4, 4), (list.count - 8) / 8) {
            let start = list.lowerBound + 8 + 8 * index
            let times = min(number(start, 4), count - values.count)
            values += [Int](repeating: number(start + 4, 4), count: times)
        }
        return values + [Int](repeating: values.last ?? 1, count: count - values.count)
    }

    /// Keys by name; their values in the same order.
    private mutating func readTexts(_ meta: Range<Int>) {
        guard meta.count > 4, let parts = try? boxes(in: meta.lowerBound + 4..<meta.upperBound),
            let names = parts.first(where: { $0.name == "keys" })?.content, names.count >= 8,
            let list = parts.first(where: { $0.name == "ilst" })?.content,
            let keys = try? boxes(in: names.lowerBound + 8..<names.upperBound)
        else { return }
        var position = list.lowerBound
        while position + 24 <= list.upperBound {
            let (size, index) = (number(position, 4), number(position + 4, 4))
            guard size >= 24, size <= list.upperBound - position else { return }
            if keys.indices.contains(index - 1) {
                let key = String(decoding: bytes[keys[index - 1].content], as: UTF8.self)
                texts[key] = String(decoding: bytes[position + 24..<position + size], as: UTF8.self)
            }
            position += size
        }
    }
}
