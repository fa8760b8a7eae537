import Engine
import Models
import Tensors

/// Finds the points of people's bodies in pictures.
struct SDPoseKeypointExtractor: Node {
    static let displayName = "SDPose Keypoint Extractor"
    static let category = "image/detection"
    static let summary = "Find the points of people's bodies, faces and hands in pictures."

    @Input("An SDPose model.") var model: Model
    @Input("Its VAE.") var vae: VAE
    @Input("The pictures.") var image: Image
    @Input("How many whole pictures are looked at together.", in: 1...10_000) var batchSize = 16
    @Input("Where people are, one each; without, a picture is taken to be of one.") var bboxes: BoundingBoxes?

    @Output("keypoints") var poses: PoseKeypoints

    func run(_ context: RunContext) throws {
        poses = try people(seenBy: PoseEye(model, vae), context)
    }

    func people(seenBy eye: PoseEye, _ context: RunContext) throws -> PoseKeypoints {
        let pixels = image.pixels
        let (count, height, width) = (pixels.shape[0], pixels.shape[1], pixels.shape[2])
        var people: [[[SDPose.Point]]] = []
        if let bboxes {
            for index in 0..<count {
                try context.progress(index, of: count)
                let picture = pixels[rows: index..<index + 1]
                guard let boxes = bboxes.frame(at: index), !boxes.isEmpty else {
                    people.append(try eye(picture))
                    continue
                }
                people.append(try boxes.compactMap { try person(in: $0, of: picture, eye) })
            }
        } else {
            for start in stride(from: 0, to: count, by: batchSize) {
                try context.progress(start, of: count)
                people += try eye(pixels[rows: start..<min(start + batchSize, count)]).map { [$0] }
            }
        }
        return PoseKeypoints(
            frames: people.map {
                PoseKeypoints.Frame(width: width, height: height, people: $0.map(PoseKeypoints.Person.init(wholeBody:)))
            })
    }

    /// The points of who is in a rectangle, in the whole picture; nil if the rectangle lies outside of it.
    private func person(in box: BoundingBox, of picture: Tensor, _ eye: PoseEye) throws -> [SDPose.Point]? {
        let sides = try box.sides()
        let (left, right) = (max(0, sides.left), min(picture.shape[2], sides.right))
        let (top, bottom) = (max(0, sides.top), min(picture.shape[1], sides.bottom))
        guard right > left, bottom > top else { return nil }
        return try eye(picture.window(top..<bottom, left..<right, axes: (rows: 1, columns: 2))).first?.map { point in
            // Points that were not found stay where such points are.
            point.x < 0
                ? point : SDPose.Point(x: point.x + Float(left), y: point.y + Float(top), score: point.score)
        }
    }
}
