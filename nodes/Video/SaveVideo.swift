import Engine
import Formats
import Foundation
import Tensors

/// The kinds of video file.
enum VideoContainer: String, Choice {
    case automatic = "auto"
    case mp4, mkv, webm
}

/// How frames are coded.
enum VideoCodec: String, Choice {
    case automatic = "auto"
    case h264, av1
}

/// Whether how well frames are coded is said, too.
enum VideoEncoding: String, Choice {
    case automatic = "auto"
    case again = "re-encode"
}

/// Saves a video to the output folder, with the workflow inside.
struct SaveVideo: ChecksInputs {
    static let displayName = "Save Video"
    static let category = "video"
    static let summary = "Save a video as MP4 (H.264) in the output folder."
    static let isOutput = true

    @Input("The video.") var video: Video
    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix = "video/ComfyUI"
    @Input("The kind of file; here MP4 only.") var format: VideoContainer
    @Input(
        "How frames are coded; here H.264 only.", optional: true,
        when: .when("format", is: "auto", "mp4", "mkv", "webm"),
        name: "codec")
    var chosenCodec = VideoCodec.automatic
    @Input("Whether to say how well.", optional: true, when: .when("format.codec", is: "h264", "av1"))
    var encoding = VideoEncoding.automatic
    @Input(
        "How much may be lost: 0 is best.", in: 0...63, step: 1, optional: true,
        when: .when("format.codec.encoding", is: "re-encode"))
    var crf = Self.usualLoss
    @Input("What colours mean; here sRGB only.", optional: true, when: .when("format.codec.encoding", is: "re-encode"))
    var colorSpace = VideoColourSpace.automatic
    @Input("How frames are coded, as older graphs say it.", optional: true) var codec = VideoCodec.automatic
    @Input("Whether to say how well.", optional: true, when: .when("codec", is: "h264", "av1"), name: "encoding")
    var olderEncoding = VideoEncoding.automatic

    @Output("video") var saved: Video

    /// x264's, which ComfyUI leaves alone.
    private static let usualLoss = 23.0

    func check(in folders: Folders) throws {
        if let prefix = $filenamePrefix.literal { _ = try SavedPictures.place(of: prefix) }
        try checkChoices()
    }

    private func checkChoices() throws {
        if let format = $format.literal, format == .mkv || format == .webm {
            throw VideoNodeError.container(format.rawValue)
        }
        for codec in [$codec.literal, $chosenCodec.literal] where codec == .av1 {
            throw VideoNodeError.codec(VideoCodec.av1.rawValue)
        }
        if let space = $colorSpace.literal, space == .highRange || space == .highRangeAbsolute {
            throw VideoNodeError.colourSpace(space.rawValue)
        }
    }

    func run(_ context: RunContext) throws {
        try checkChoices()
        if case .file(let file, 0, 0) = video.source, encoding == .automatic, olderEncoding == .automatic {
            // As it is, sound included.
            try file.write(prefix: filenamePrefix, context)
            saved = video
            return
        }
        guard video.depth == 8 else { throw VideoNodeError.depth(video.depth) }
        let frames = try video.frames()
        let count = frames.shape[0]
        let bytes = try VideoFile.encode(
            frames, framesPerSecond: video.framesPerSecond, quality: min(51, Int(crf)), texts: context.metadata
        ) { try context.progress($0, of: count) }
        try context.progress(count, of: count)
        try Image(pixels: frames).write(bytes, prefix: filenamePrefix, ending: "_.mp4", context)
        saved = video
    }
}

extension VideoFile {
    /// A copy in the output folder, under the next free number of the prefix.
    fileprivate func write(prefix: String, _ context: RunContext) throws {
        let files = try NumberedFiles(
            root: context.folders.output, prefix: prefix, height: height, width: width, date: Date())
        let bytes = try contents()
        context.saved(try files.write(ending: "_.mp4") { try AtomicFile.write(bytes, to: $0, existing: .kept) })
    }
}
