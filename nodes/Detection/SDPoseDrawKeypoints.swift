import Engine
import Tensors

/// Draws poses on black pictures.
struct SDPoseDrawKeypoints: Node {
    static let displayName = "SDPose Draw Keypoints"
    static let category = "image/detection"
    static let summary = "Draw the poses of people on black pictures."

    @Input("The poses.") var keypoints: PoseKeypoints
    @Input("Whether to draw arms and legs.") var drawBody = true
    @Input("Whether to draw hands.") var drawHands = true
    @Input("Whether to draw faces, as dots.") var drawFace = true
    @Input("Whether to draw feet, as dots.") var drawFeet = false
    @Input("Half of a limb's width, in pixels.", in: 1...10) var stickWidth = 4
    @Input("Radius of a face's dots, in pixels.", in: 1...10) var facePointSize = 3
    @Input("How sure a point must be to be drawn.", in: 0...1) var scoreThreshold = 0.3
    @Input("Whether to draw nose, eyes and ears.") var drawHead = true

    @Output("IMAGE") var drawn: Image

    func run(_ context: RunContext) throws {
        guard let first = keypoints.frames.first else {
            drawn = Image(pixels: Tensor(zeros: [1, 64, 64, 3]))
            return
        }
        guard (1...16_384).contains(first.width), (1...16_384).contains(first.height) else {
            throw DetectionError.largeCanvas(width: first.width, height: first.height)
        }
        let drawing = PoseDrawing(
            hasBody: drawBody, hasHead: drawHead, hasHands: drawHands, hasFace: drawFace, hasFeet: drawFeet,
            stickWidth: stickWidth, facePointSize: facePointSize, threshold: Float(scoreThreshold))
        var results: [Tensor] = []
        for (index, frame) in keypoints.frames.enumerated() {
            try context.progress(index, of: keypoints.frames.count)
            var canvas = ByteCanvas(width: first.width, height: first.height)
            for person in frame.people { drawing.draw(person, on: &canvas) }
            results.append(canvas.pixels)
        }
        drawn = Image(pixels: concatenate(results, axis: 0))
    }
}
