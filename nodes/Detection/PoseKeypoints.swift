import Engine

/// Poses of people in pictures, as OpenPose has them.
struct PoseKeypoints: Port {
    static let portType = "POSE_KEYPOINT"

    /// The people of one picture.
    struct Frame {
        /// Of the picture, in pixels.
        let width: Int
        let height: Int
        let people: [Person]
    }

    /// Points of one person; those that nobody looked for are missing.
    struct Person {
        /// 18: nose, neck, right arm, left arm, right leg, left leg, eyes, ears.
        let body: [Point]
        /// 6, right and left.
        let feet: [Point]?
        /// 68, and both eyes.
        let face: [Point]
        /// 21 each.
        let rightHand: [Point]
        let leftHand: [Point]
    }

    /// - Units: pixels from the upper left corner; how sure it is, 0 to 1.
    struct Point: Hashable {
        let x: Float
        let y: Float
        let score: Float
    }

    let frames: [Frame]

    var memoryCost: Int { frames.reduce(64) { $0 + $1.people.count * 136 * 12 } }
}
