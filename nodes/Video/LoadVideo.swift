import Engine
import Formats

/// Opens a video of the input folder; its frames are read when they are looked at.
struct LoadVideo: Node {
    static let displayName = "Load Video"
    static let category = "video"
    static let summary = "Open an MP4 or MOV file (H.264) from the input folder."

    @Input("The video.", from: .input) var file: FileName

    @Output var video: Video

    func run(_ context: RunContext) throws {
        video = Video(source: .file(try VideoFile(path: file.path), start: 0, duration: 0))
    }
}
