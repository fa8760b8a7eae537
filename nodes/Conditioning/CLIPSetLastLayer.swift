import Engine
import Models

/// Takes what the text encoder says at an earlier layer (“clip skip”).
struct CLIPSetLastLayer: Node {
    static let displayName = "CLIP Set Last Layer"
    static let category = "model/conditioning"
    static let summary = "Stop the text encoder at an earlier layer, counted from the end (clip skip)."

    @Input("The text encoder.") var clip: CLIP
    @Input("The layer to stop at: -1 is the last.", in: -24 ... -1) var stopAtClipLayer = -1

    @Output var stopped: CLIP

    func run(_ context: RunContext) {
        stopped = clip
        stopped.encoder = clip.encoder.map { $0.stopping(at: stopAtClipLayer) }
    }
}
