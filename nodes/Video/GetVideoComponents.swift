import Engine

/// What the colours of a video mean.
enum VideoColourSpace: String, Choice {
    case automatic = "auto"
    case standard = "sRGB"
    case highRange = "HDR"
    case highRangeAbsolute = "HDR PQ"
}

/// Takes a video apart.
struct GetVideoComponents: Node {
    static let displayName = "Get Video Components"
    static let category = "video"
    static let summary = "Give a video's frames and how fast they are shown; sound is not read."

    @Input("The video.") var video: Video

    @Output("images") var images: Image
    @Output("audio") var audio: Audio
    @Output("fps") var fps: Double
    @Output("bit_depth") var bitDepth: Int
    @Output("color_space") var colorSpace: VideoColourSpace

    func run(_ context: RunContext) throws {
        images = Image(pixels: try video.frames())
        audio = Audio()
        fps = video.framesPerSecond
        bitDepth = video.depth
        colorSpace = .standard
    }
}
