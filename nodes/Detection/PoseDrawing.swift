import Foundation

/// How a person's points are drawn: limbs as coloured ellipses, hands as lines of all colours, the face as white dots.
struct PoseDrawing {
    let hasBody: Bool
    let hasHead: Bool
    let hasHands: Bool
    let hasFace: Bool
    let hasFeet: Bool
    /// Half of an ellipse's width, in pixels.
    let stickWidth: Int
    let facePointSize: Int
    /// Points that are less sure are left out.
    let threshold: Float

    func draw(_ person: PoseKeypoints.Person, on canvas: inout ByteCanvas) {
        if hasBody || hasHead { drawBody(person.body, on: &canvas) }
        if hasFeet {
            let feet = person.feet ?? Array(repeating: .init(x: 0, y: 0, score: 0), count: 6)
            for (index, point) in feet.enumerated() where isSure(point) {
                dot(point, radius: 4, Self.colours[(18 + index) % Self.colours.count], on: &canvas)
            }
        }
        if hasHands {
            for hand in [person.rightHand, person.leftHand] { drawHand(hand, on: &canvas) }
        }
        if hasFace {
            for point in person.face.prefix(68) where isSure(point) && isWithin(point) {
                dot(point, radius: facePointSize, .init(255, 255, 255), on: &canvas)
            }
        }
    }

    private func isSure(_ point: PoseKeypoints.Point) -> Bool { !(point.score < threshold) }

    /// Whether it is not in the first row or column, where points go that were not found.
    private func isWithin(_ point: PoseKeypoints.Point) -> Bool { Self.pixel(point.x) > 0 && Self.pixel(point.y) > 0 }

    private func dot(
        _ point: PoseKeypoints.Point, radius: Int, _ colour: ByteCanvas.Colour, on canvas: inout ByteCanvas
    ) {
        let (x, y) = (Self.pixel(point.x), Self.pixel(point.y))
        guard x >= 0, y >= 0, x < canvas.width, y < canvas.height else { return }
        canvas.disc(x, y, reach: radius, square: Double(radius * radius), colour)
    }

    private func drawBody(_ body: [PoseKeypoints.Point], on canvas: inout ByteCanvas) {
        let edges = (hasBody ? Self.limbs : []) + (hasHead ? Self.headEdges : [])
        let firstColour = hasBody ? 0 : Self.limbs.count
        for (index, edge) in edges.enumerated() {
            let (a, b) = (body[edge.0 - 1], body[edge.1 - 1])
            guard isSure(a), isSure(b) else { continue }
            let (down, across) = (a.y - b.y, a.x - b.x)
            let length = Double(down * down + across * across).squareRoot()
            guard length >= 1, length < 1e5 else { continue }
            let angle = atan2(Double(down), Double(across)) * (180 / Double.pi)
            let centre = (Self.pixel((a.x + b.x) / 2), Self.pixel((a.y + b.y) / 2))
            let corners = ByteCanvas.ellipse(centre, axes: (Int(length / 2), stickWidth), angle: Int(angle))
            canvas.fill(corners, Self.colours[(index + firstColour) % Self.colours.count])
        }
        for (index, point) in body.enumerated() where isSure(point) {
            let isHead = Self.headPoints.contains(index)
            // The neck belongs to both.
            guard isHead ? hasHead : hasBody || index == 1 else { continue }
            dot(point, radius: 4, Self.colours[index % Self.colours.count], on: &canvas)
        }
    }

    private func drawHand(_ hand: [PoseKeypoints.Point], on canvas: inout ByteCanvas) {
        for (index, edge) in Self.handEdges.enumerated() {
            let (a, b) = (hand[edge.0], hand[edge.1])
            guard isSure(a), isSure(b) else { continue }
            let ends = [a, b].map { (x: Self.pixel($0.x), y: Self.pixel($0.y)) }
            let isInside = ends.allSatisfy { $0.x > 0 && $0.y > 0 && $0.x < canvas.width && $0.y < canvas.height }
            guard isInside else { continue }
            canvas.line(from: ends[0], to: ends[1], Self.rainbow(Double(index) / Double(Self.handEdges.count)))
        }
        for point in hand where isSure(point) && isWithin(point) {
            dot(point, radius: 4, .init(0, 0, 255), on: &canvas)
        }
    }

    /// Towards zero; far outside of any picture where it is beyond all sense.
    private static func pixel(_ place: Float) -> Int { place.isFinite ? Int(max(-1e6, min(place, 1e6))) : -1 }

    /// - Parameter hue: 0 to 1.
    private static func rainbow(_ hue: Double) -> ByteCanvas.Colour {
        let sixth = Int(hue * 6)
        let rising = UInt8((1 - (1 - (hue * 6 - Double(sixth)))) * 255)
        let falling = UInt8((1 - (hue * 6 - Double(sixth))) * 255)
        return switch sixth {
        case 0: .init(255, rising, 0)
        case 1: .init(falling, 255, 0)
        case 2: .init(0, 255, rising)
        case 3: .init(0, falling, 255)
        case 4: .init(rising, 0, 255)
        default: .init(255, 0, falling)
        }
    }

    /// Points joined by limbs, from 1 on.
    private static let limbs = [
        (2, 3), (2, 6), (3, 4), (4, 5), (6, 7), (7, 8), (2, 9), (9, 10), (10, 11), (2, 12), (12, 13), (13, 14),
    ]
    private static let headEdges = [(2, 1), (1, 15), (15, 17), (1, 16), (16, 18)]
    private static let headPoints: Set = [0, 14, 15, 16, 17]

    /// The wrist with each finger's points.
    private static let handEdges = (0..<5).flatMap { finger in
        (0..<4).map { (joint) -> (Int, Int) in (joint == 0 ? 0 : finger * 4 + joint, finger * 4 + joint + 1) }
    }

    private static let colours: [ByteCanvas.Colour] = [
        .init(255, 0, 0), .init(255, 85, 0), .init(255, 170, 0), .init(255, 255, 0), .init(170, 255, 0),
        .init(85, 255, 0), .init(0, 255, 0), .init(0, 255, 85), .init(0, 255, 170), .init(0, 255, 255),
        .init(0, 170, 255), .init(0, 85, 255), .init(0, 0, 255), .init(85, 0, 255), .init(170, 0, 255),
        .init(255, 0, 255), .init(255, 0, 170), .init(255, 0, 85),
    ]
}
