import JSON

/// Why a video was not read or written.
public struct VideoError: Error, Hashable, Sendable {
    public let name: String
    public let problem: Problem

    public init(_ name: String, _ problem: Problem) {
        self.name = name
        self.problem = problem
    }

    public enum Problem: Error, Hashable, Sendable {
        case noMP4
        case noPictures
        /// Four letters that tell how the pictures are coded.
        case codec(String)
        case damaged(String)
        case tooLarge(frames: Int, width: Int, height: Int)
        case size(width: Int, height: Int)
        case notEncoded
        case outOfMemory
    }
}

extension VideoError: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String { "\(name.legible(limit: 400)): \(fact). \(remedy)" }

    private var fact: String {
        switch problem {
        case .noMP4: "this is no MP4 or MOV file"
        case .noPictures: "there are no pictures in it"
        case .codec(let name): "its pictures are coded as '\(name.legible(limit: 20))', not as H.264 of 8 bits"
        case .damaged(let detail): "the file is damaged (\(detail))"
        case .tooLarge(let frames, let width, let height):
            "\(frames) frames of \(width) × \(height) are more than fit into memory"
        case .size(let width, let height):
            "H.264 takes no pictures of \(width) × \(height): sides are even, and 16 to 4096 pixels"
        case .notEncoded: "a frame could not be encoded"
        case .outOfMemory: "memory ran out"
        }
    }

    private var remedy: String {
        switch problem {
        case .noMP4, .codec: "Convert it to MP4 with H.264."
        case .noPictures: "Choose another file."
        case .damaged: "Save it again, or download it again."
        case .tooLarge: "Make it shorter or smaller first."
        case .size, .notEncoded: "Scale or crop the pictures, or save them as an animated WebP."
        case .outOfMemory: "Free memory."
        }
    }
}
