extension Curve {
    /// The curve at `count` places from 0 to 1, equally far apart.
    func levels(_ count: Int = 256) -> [Double] {
        guard let first = points.first, let last = points.last else { return Array(repeating: 0, count: count) }
        guard points.count > 1 else { return Array(repeating: first.y, count: count) }
        let slopes = interpolation == .monotoneCubic ? monotoneSlopes : []
        return (0..<count).map { index in
            let x = index == count - 1 ? 1 : Double(index) * (1 / Double(count - 1))
            // At both ends of the points, the one that is given last.
            if x >= last.x { return last.y }
            if x <= first.x { return first.y }
            return interpolation == .linear ? straight(at: x) : smooth(at: x, slopes)
        }
    }

    /// The first point right of `x`.
    private func next(after x: Double) -> Int {
        min(max(points.firstIndex { $0.x > x } ?? points.count, 1), points.count - 1)
    }

    private func straight(at x: Double) -> Double {
        let right = next(after: x)
        let (a, b) = (points[right - 1], points[right])
        if a.x == x { return a.y }
        return (b.y - a.y) / (b.x - a.x) * (x - a.x) + a.y
    }

    private func smooth(at x: Double, _ slopes: [Double]) -> Double {
        let right = next(after: x)
        let (a, b) = (points[right - 1], points[right])
        let width = b.x - a.x
        let t = width == 0 ? 0 : (x - a.x) / width
        let (t2, t3) = (t * t, t * t * t)
        let (h00, h10, h01, h11) = (2 * t3 - 3 * t2 + 1, t3 - 2 * t2 + t, -2 * t3 + 3 * t2, t3 - t2)
        return h00 * a.y + h10 * width * slopes[right - 1] + h01 * b.y + h11 * width * slopes[right]
    }

    /// The slope at each point that keeps the line from overshooting.
    ///
    /// - Source: Fritsch and Carlson 1980.
    private var monotoneSlopes: [Double] {
        let secants = zip(points, points.dropFirst()).map { $1.x == $0.x ? 0 : ($1.y - $0.y) / ($1.x - $0.x) }
        var slopes = [secants[0]]
        for (before, after) in zip(secants, secants.dropFirst()) {
            slopes.append(before * after <= 0 ? 0 : (before + after) / 2)
        }
        slopes.append(secants[secants.count - 1])
        for (index, secant) in secants.enumerated() {
            guard secant != 0 else {
                (slopes[index], slopes[index + 1]) = (0, 0)
                continue
            }
            let (alpha, beta) = (slopes[index] / secant, slopes[index + 1] / secant)
            let square = alpha * alpha + beta * beta
            guard square > 9 else { continue }
            let scale = 3 / square.squareRoot()
            (slopes[index], slopes[index + 1]) = (scale * alpha * secant, scale * beta * secant)
        }
        return slopes
    }
}
