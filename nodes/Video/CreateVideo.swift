import Engine

/// Shows pictures one after another.
struct CreateVideo: Node {
    static let displayName = "Create Video"
    static let category = "video"
    static let summary = "Make a video of pictures."

    @Input("The frames.") var images: Image
    @Input("Frames a second.", in: 1...120, step: 1) var fps = 30.0
    @Input("Its sound, of which there is none here.") var audio: Audio?
    @Input("Bits of a sample.", in: 8...10, step: 2, optional: true) var bitDepth = 8

    @Output var video: Video

    func run(_ context: RunContext) {
        video = Video(source: .frames(images.pixels, framesPerSecond: fps), depth: bitDepth)
    }
}
