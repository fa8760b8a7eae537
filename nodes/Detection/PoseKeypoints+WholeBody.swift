import Models

extension PoseKeypoints.Person {
    /// From the 133 points of a whole body in COCO's order: what OpenPose has in another order, and a neck between the shoulders.
    init(wholeBody points: [SDPose.Point]) {
        precondition(points.count == SDPose.pointCount, "\(points.count) points of a body")
        let own = points.map { PoseKeypoints.Point(x: $0.x, y: $0.y, score: $0.score) }
        let (left, right) = (own[5], own[6])
        let neck = PoseKeypoints.Point(
            x: (left.x + right.x) / 2, y: (left.y + right.y) / 2,
            score: left.score > 0.3 && right.score > 0.3 ? min(left.score, right.score) : 0)
        let order = [0, nil, 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3]
        let body = order.map { index in index.map { own[$0] } ?? neck }
        self.init(
            body: body, feet: Array(own[17..<23]), face: Array(own[23..<91]) + body[14...15],
            rightHand: Array(own[91..<112]), leftHand: Array(own[112..<133]))
    }
}
