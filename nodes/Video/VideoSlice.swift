import Engine

/// Cuts a part out of a video.
struct VideoSlice: Node {
    static let typeName = "Video Slice"
    static let displayName = "Trim Video"
    static let category = "video"
    static let summary = "Cut a part out of a video."

    @Input("The video.") var video: Video
    @Input("Where the part begins, in seconds; negative ones count from the end.", in: -100_000...100_000, step: 0.001)
    var startTime = 0.0
    @Input("How long it is, in seconds; 0 for all that follows.", in: 0...1_000_000_000, step: 0.001)
    var duration = 0.0
    @Input("Whether a part that is shorter will not do.") var strictDuration = false

    @Output var part: Video

    func run(_ context: RunContext) throws {
        guard let cut = video.part(from: startTime, length: duration, isStrict: strictDuration) else {
            throw VideoNodeError.noPart(start: startTime, length: duration, whole: video.duration)
        }
        part = cut
    }
}
