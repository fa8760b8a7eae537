import Engine
import Formats
import Tensors

/// Pictures in time: frames in memory, or a part of a file, which is read when somebody looks.
struct Video: Port {
    static let portType = "VIDEO"

    enum Source {
        /// - Shapes: [N, H, W, 3 or 4].
        case frames(Tensor, framesPerSecond: Double)
        case file(VideoFile, start: Double, duration: Double)
    }

    let source: Source

    /// Bits of a sample.
    var depth = 8

    var memoryCost: Int {
        switch source {
        case .frames(let frames, _): 4 * frames.count
        case .file: 256
        }
    }

    var framesPerSecond: Double {
        switch source {
        case .frames(_, let framesPerSecond): framesPerSecond
        case .file(let file, _, _): file.framesPerSecond
        }
    }

    /// - Units: seconds.
    var duration: Double {
        switch source {
        case .frames(let frames, let framesPerSecond): return Double(frames.shape[0]) / framesPerSecond
        case .file(let file, let start, let duration):
            let rest = max(0, file.duration - start)
            return duration > 0 ? min(duration, rest) : rest
        }
    }

    /// - Shapes: [N, H, W, 3 or 4].
    /// - Throws: if the file cannot be read.
    func frames() throws -> Tensor {
        switch source {
        case .frames(let frames, _): frames
        case .file(let file, let start, let duration): try file.frames(from: start, duration: duration)
        }
    }

    /// A part of it; nil if there is nothing at `start`, or less than `length` where that is asked for strictly.
    ///
    /// - Parameters:
    ///   - start: counted from the end if negative.
    ///   - length: 0 for all that follows.
    /// - Units: seconds.
    func part(from start: Double, length: Double, isStrict: Bool) -> Video? {
        let whole = duration
        let start = start < 0 ? max(0, whole + start) : start
        guard start < whole, !isStrict || start + length <= whole + 1e-9 else { return nil }
        var part = self
        switch source {
        case .frames(let frames, let framesPerSecond):
            let first = Int((start * framesPerSecond).rounded(.up))
            let end = length > 0 ? Int(((start + length) * framesPerSecond).rounded(.up)) : frames.shape[0]
            guard first < frames.shape[0], end > first else { return nil }
            part = Video(
                source: .frames(frames[rows: first..<min(end, frames.shape[0])], framesPerSecond: framesPerSecond),
                depth: depth)
        case .file(let file, let own, let ownLength):
            let rest = ownLength > 0 ? max(0, ownLength - start) : 0
            let kept = length > 0 ? (rest > 0 ? min(length, rest) : length) : rest
            part = Video(source: .file(file, start: own + start, duration: kept), depth: depth)
        }
        return part
    }
}

/// The sound of a video. It is not read, so that there is none; but whatever takes it along gets something to take.
struct Audio: Port {
    static let portType = "AUDIO"

    var memoryCost: Int { 1 }
}

/// What can be done with a video.
enum VideoNodeError: Error, Hashable, CustomStringConvertible {
    case noPart(start: Double, length: Double, whole: Double)
    case container(String)
    case codec(String)
    case colourSpace(String)
    case depth(Int)

    var description: String {
        switch self {
        case .noPart(let start, let length, let whole):
            "the video lasts \(whole) s, and \(length) s from \(start) s on are not in it. Choose another part."
        case .container(let name): "videos are not written as '\(name)'. Choose mp4."
        case .codec(let name): "videos are not coded as '\(name)'. Choose h264."
        case .colourSpace(let name): "videos are not written in '\(name)'. Choose sRGB."
        case .depth(let bits): "videos are not written with \(bits) bits. Create it with 8."
        }
    }
}
