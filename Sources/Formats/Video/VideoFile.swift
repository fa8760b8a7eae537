import Tensors

/// Video files: H.264 in MP4.
public struct VideoFile: Sendable {
    /// Frames a second, on average.
    public let framesPerSecond: Double
    /// - Units: seconds.
    public let duration: Double
    /// As they are seen, upright.
    public let width: Int, height: Int
    /// Texts in the file by key; ComfyUI keeps `prompt` and `workflow` here.
    public let texts: [String: String]

    private let path: String

    /// Reads what an MP4 or MOV file tells of its pictures.
    ///
    /// - Throws: `FileError` or `VideoError`.
    public init(path: String) throws {
        let reader = try Self.reader(of: path)
        self.path = path
        texts = reader.texts
        duration = Double(reader.duration) / Double(reader.timeScale)
        framesPerSecond = duration > 0 ? Double(reader.samples.count) / duration : 1
        let isTurned = !reader.quarterTurns.isMultiple(of: 2)
        width = isTurned ? reader.height : reader.width
        height = isTurned ? reader.width : reader.height
    }

    /// The whole file.
    ///
    /// - Throws: `FileError`.
    public func contents() throws -> [UInt8] { try OpenFile.contents(of: path, limit: 1 << 32) }

    private static func reader(of path: String) throws -> MP4Reader {
        let bytes = try OpenFile.contents(of: path, limit: 1 << 32)
        do {
            return try MP4Reader(bytes)
        } catch {
            throw VideoError(path, error)
        }
    }

    /// The frames that are shown from `start` on.
    ///
    /// - Parameter duration: in seconds; 0 for all that follow.
    /// - Shapes: [N, H, W, 3].
    /// - Units: 0...1.
    /// - Throws: `FileError`, `VideoError` or `CancellationError`.
    public func frames(from start: Double = 0, duration: Double = 0) throws -> Tensor {
        let reader = try Self.reader(of: path)
        do {
            return try Self.frames(reader, from: start, duration: duration)
        } catch let problem as VideoError.Problem {
            throw VideoError(path, problem)
        }
    }

    private static func frames(_ reader: MP4Reader, from start: Double, duration: Double) throws -> Tensor {
        let scale = Double(reader.timeScale)
        let first = start * scale
        let end = duration > 0 ? (start + duration) * scale : .infinity
        // Delays of all frames are counted from the first that is shown.
        let origin = reader.samples.map(\.time).min() ?? 0
        func isWanted(_ sample: MP4Reader.Sample) -> Bool {
            Double(sample.time - origin) >= first.rounded(.down) && Double(sample.time - origin) < end
        }
        let wanted = reader.samples.indices.filter { isWanted(reader.samples[$0]) }
        guard let earliest = wanted.first, let latest = wanted.last else { throw VideoError.Problem.noPictures }
        try check(wanted.count, reader)
        let begin = reader.samples[...earliest].lastIndex(where: \.isKey) ?? 0
        // Frames are shown in the order of their times, whatever the order in which they are decoded.
        let order = (begin...latest).sorted { reader.samples[$0].time < reader.samples[$1].time }

        let decoder = try H264Decoder()
        var frames: [Tensor] = []
        var shown = 0
        func take(_ frame: YUV420?) -> Bool {
            guard let frame else { return false }
            if order.indices.contains(shown), isWanted(reader.samples[order[shown]]) {
                let upright = frame.pixels(reader.matrix)
                frames.append(
                    reader.quarterTurns == 0
                        ? upright : upright.rotated(quarterTurns: reader.quarterTurns, from: 2, to: 1))
            }
            shown += 1
            return true
        }
        for index in begin...latest {
            try Task.checkCancellation()
            let units = try reader.units(of: reader.samples[index])
            _ = take(try decoder.decode(index == begin ? reader.parameters + units : units))
        }
        while shown < order.count, take(try decoder.decode(nil)) {}
        guard let one = frames.first else { throw VideoError.Problem.damaged("no frame can be decoded") }
        guard frames.allSatisfy({ $0.shape == one.shape }) else {
            throw VideoError.Problem.damaged("its frames differ in size")
        }
        return concatenate(frames, axis: 0)
    }

    private static func check(_ frames: Int, _ reader: MP4Reader) throws(VideoError.Problem) {
        let (pixels, overflow) = (reader.width * reader.height).multipliedReportingOverflow(by: frames)
        guard !overflow, pixels <= 4 * PictureLimits.pixelCount else {
            throw .tooLarge(frames: frames, width: reader.width, height: reader.height)
        }
    }

    /// An MP4 file of `frames`, shown at an even pace.
    ///
    /// - Parameters:
    ///   - quality: the quantiser, 0 (best) to 51.
    ///   - texts: kept in the file by key.
    ///   - onFrame: told how many frames are done; may throw to end it.
    /// - Shapes: `frames` [N, H, W, 3 or more].
    /// - Throws: `VideoError`; whatever `onFrame` throws.
    public static func encode(
        _ frames: Tensor, framesPerSecond: Double, quality: Int, texts: [(String, String)] = [],
        onFrame: (Int) throws -> Void = { _ in }
    ) throws -> [UInt8] {
        let (height, width) = (frames.shape[1], frames.shape[2])
        do {
            let encoder = try H264Encoder(
                width: width, height: height, framesPerSecond: framesPerSecond, quality: quality)
            // A thousand units a frame serve 23.976 as well as 24.
            var writer = MP4Writer(
                width: width, height: height, timeScale: Int((framesPerSecond * 1000).rounded()), frameDuration: 1000,
                texts: texts)
            for index in 0..<frames.shape[0] {
                try onFrame(index)
                let frame = YUV420(frames[rows: index..<index + 1], .high)
                let coded = try encoder.encode(frame, milliseconds: Int(Double(index) * 1000 / framesPerSecond))
                writer.add(coded.units, isKey: coded.isKey)
            }
            return writer.file()
        } catch let problem as VideoError.Problem {
            throw VideoError("the video", problem)
        }
    }
}
