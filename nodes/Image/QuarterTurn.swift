import Engine

/// How far a picture or a latent is turned, clockwise.
enum QuarterTurn: String, Choice {
    case none
    case right = "90 degrees"
    case half = "180 degrees"
    case left = "270 degrees"

    var count: Int {
        switch self {
        case .none: 0
        case .right: 1
        case .half: 2
        case .left: 3
        }
    }
}

/// How a picture or a latent is mirrored.
enum Mirroring: String, Choice {
    case vertical = "x-axis: vertically"
    case horizontal = "y-axis: horizontally"
}
