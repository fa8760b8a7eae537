import Foundation

extension ByteCanvas {
    /// A line of discs, two pixels thick.
    ///
    /// - Source: Bresenham 1965.
    mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), _ colour: Colour) {
        let (across, down) = (abs(end.x - start.x), abs(end.y - start.y))
        let (right, below) = (start.x < end.x ? 1 : -1, start.y < end.y ? 1 : -1)
        var (x, y, rest) = (start.x, start.y, across - down)
        while true {
            // Half the thickness, and half a pixel more.
            disc(x, y, reach: 2, square: 2.25, colour)
            if x == end.x, y == end.y { return }
            let twice = 2 * rest
            if twice > -down {
                rest -= down
                x += right
            }
            if twice < across {
                rest += across
                y += below
            }
        }
    }

    /// What lies between the edges of a polygon: after an odd number of them, counted from the left.
    mutating func fill(_ corners: [(x: Int, y: Int)], _ colour: Colour) {
        guard corners.count >= 3, let top = corners.map(\.y).min(), let bottom = corners.map(\.y).max(),
            let left = corners.map(\.x).min(), let right = corners.map(\.x).max()
        else { return }
        let columns = max(0, left)..<max(max(0, left), min(width, right + 1))
        for row in max(0, top)..<max(max(0, top), min(height, bottom + 1)) {
            var crossings: [Double] = []
            for (index, corner) in corners.enumerated() {
                var (upper, lower) = (corner, corners[(index + 1) % corners.count])
                if upper.y > lower.y { swap(&upper, &lower) }
                guard upper.y != lower.y, row >= upper.y, row < lower.y else { continue }
                let part = Double((row - upper.y) * (lower.x - upper.x)) / Double(lower.y - upper.y)
                crossings.append(Double(upper.x) + part)
            }
            for column in columns where crossings.count(where: { Double(column) >= $0 }).isMultiple(of: 2) == false {
                set(column, row, colour)
            }
        }
    }

    /// Corners of an ellipse, one for each degree but for those that fall together.
    ///
    /// - Parameter angle: in degrees, by which it is turned.
    static func ellipse(
        _ centre: (x: Int, y: Int), axes: (Int, Int), angle: Int
    ) -> [(x: Int, y: Int)] {
        let (long, short) = (Double(axes.0) + 0.5, Double(axes.1) + 0.5)
        let turn = Double(((angle % 360) + 360) % 360) * (Double.pi / 180)
        let (alpha, beta) = (cos(turn), sin(turn))
        var corners: [(x: Int, y: Int)] = []
        for degree in 0...360 {
            let theta = Double(degree) * (Double.pi / 180)
            let (x, y) = (long * cos(theta), short * sin(theta))
            let corner = (
                x: Int((Double(centre.x) + x * alpha - y * beta).rounded(.toNearestOrEven)),
                y: Int((Double(centre.y) + x * beta + y * alpha).rounded(.toNearestOrEven))
            )
            if let last = corners.last, last == corner { continue }
            corners.append(corner)
        }
        return corners.count > 1 ? corners : [centre, centre]
    }

    /// A frame, inside the rectangle.
    mutating func frame(
        _ box: (left: Int, top: Int, right: Int, bottom: Int), _ colour: Colour, thickness: Int = 3
    ) {
        let (top, bottom) = (min(box.top, box.bottom), max(box.top, box.bottom))
        let inner = [top + thickness, bottom - thickness + 1].sorted()
        for inset in 0..<thickness {
            span(box.left, box.right, top + inset, colour)
            span(box.left, box.right, bottom - inset, colour)
            for row in max(0, inner[0])..<max(0, min(height, inner[1] + 1)) {
                set(box.right - inset, row, colour)
                set(box.left + inset, row, colour)
            }
        }
    }

    /// A rectangle, its last row and column included.
    mutating func fill(_ left: Int, _ top: Int, _ right: Int, _ bottom: Int, _ colour: Colour) {
        for row in max(0, top)..<max(max(0, top), min(height, bottom + 1)) { span(left, right, row, colour) }
    }

    private mutating func span(_ left: Int, _ right: Int, _ row: Int, _ colour: Colour) {
        guard row >= 0, row < height, left <= right else { return }
        for column in max(0, left)..<max(max(0, left), min(width, right + 1)) { set(column, row, colour) }
    }
}
