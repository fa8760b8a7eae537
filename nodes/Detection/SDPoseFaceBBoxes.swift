import Engine

/// Finds the faces in poses.
struct SDPoseFaceBBoxes: Node {
    static let displayName = "SDPose Face Bounding Boxes"
    static let category = "image/detection"
    static let summary = "Give a rectangle around the face of each pose."

    @Input("The poses.") var keypoints: PoseKeypoints
    @Input("By what the area grows beyond the points of the face.", in: 1...10, step: 0.1) var scale = 1.5
    @Input("Whether rectangles become squares.") var forceSquare = true

    @Output("bboxes") var faces: BoundingBoxes

    func run(_ context: RunContext) {
        faces = .frames(
            keypoints.frames.map { frame in
                frame.people.compactMap { person in face(of: person, in: frame) }
            })
    }

    private func face(of person: PoseKeypoints.Person, in frame: PoseKeypoints.Frame) -> BoundingBox? {
        let (width, height) = (Float(frame.width), Float(frame.height))
        // Through parts of the canvas and back, which rounds them.
        let xs = person.face.map { Double($0.x / width * width) }
        let ys = person.face.map { Double($0.y / height * height) }
        guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max(),
            right > left, bottom > top, right.isFinite, bottom.isFinite, left.isFinite, top.isFinite
        else { return nil }
        let (own, tall) = (right - left, bottom - top)
        let area = own * tall * scale
        let across = ((area * (own / tall)).squareRoot() - own) / 2
        let down = ((area * (tall / own)).squareRoot() - tall) / 4
        func whole(_ place: Double, _ limit: Int) -> Int { Int(max(0, min(place, Double(limit)))) }
        var box = (
            x1: whole(left - across, frame.width), y1: whole(top - 3 * down, frame.height),
            x2: whole(right + across, frame.width), y2: whole(bottom + down, frame.height)
        )
        guard box.x2 > box.x1, box.y2 > box.y1 else { return nil }
        if forceSquare, box.x2 - box.x1 != box.y2 - box.y1 {
            let side = max(box.x2 - box.x1, box.y2 - box.y1)
            box.x1 = max(0, (box.x1 + box.x2) / 2 - side / 2)
            box.y1 = max(0, (box.y1 + box.y2) / 2 - side / 2)
            box.x2 = min(frame.width, box.x1 + side)
            box.y2 = min(frame.height, box.y1 + side)
            box.x1 = max(0, box.x2 - side)
            box.y1 = max(0, box.y2 - side)
        }
        return BoundingBox(
            x: Double(box.x1), y: Double(box.y1), width: Double(box.x2 - box.x1), height: Double(box.y2 - box.y1))
    }
}
