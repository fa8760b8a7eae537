/// L-BFGS (Liu and Nocedal 1989) for smooth convex functions.
struct Minimizer {
    var memory = 10
    var steps = 1000
    /// It stops where no part of the gradient is larger.
    var tolerance = 1e-7

    private struct Step {
        let way: [Double]
        let bend: [Double]
        let inverse: Double
    }

    func minimum(
        from start: [Double], _ function: ([Double]) -> (value: Double, gradient: [Double])
    ) -> [Double] {
        var place = start
        var (value, gradient) = function(place)
        var past: [Step] = []
        for _ in 0..<steps {
            guard gradient.contains(where: { abs($0) > tolerance }) else { break }
            var direction = descent(gradient, past)
            var slope = Self.dot(direction, gradient)
            if slope >= 0 {
                past = []
                direction = gradient.map { -$0 }
                slope = Self.dot(direction, gradient)
            }
            var length = past.isEmpty ? min(1, 1 / Self.dot(gradient, gradient).squareRoot()) : 1
            var next = place
            var reached = (value: value, gradient: gradient)
            var isLower = false
            // Armijo's rule; for convex functions the steps kept below bend the right way by themselves.
            for _ in 0..<40 {
                next = zip(place, direction).map { $0 + length * $1 }
                reached = function(next)
                isLower = reached.value <= value + 1e-4 * length * slope
                if isLower { break }
                length /= 2
            }
            guard isLower else { break }
            let way = zip(next, place).map { $0 - $1 }
            let bend = zip(reached.gradient, gradient).map { $0 - $1 }
            let product = Self.dot(way, bend)
            if product > 1e-12 * Self.dot(bend, bend) {
                past.append(Step(way: way, bend: bend, inverse: 1 / product))
                if past.count > memory { past.removeFirst() }
            }
            place = next
            (value, gradient) = reached
        }
        return place
    }

    /// The two loops that multiply by what is known of the inverse curvature.
    private func descent(_ gradient: [Double], _ past: [Step]) -> [Double] {
        var direction = gradient
        var shares: [Double] = []
        for step in past.reversed() {
            let share = step.inverse * Self.dot(step.way, direction)
            shares.append(share)
            for place in direction.indices { direction[place] -= share * step.bend[place] }
        }
        if let last = past.last {
            let scale = 1 / (last.inverse * Self.dot(last.bend, last.bend))
            for place in direction.indices { direction[place] *= scale }
        }
        for (step, share) in zip(past, shares.reversed()) {
            let change = share - step.inverse * Self.dot(step.bend, direction)
            for place in direction.indices { direction[place] += change * step.way[place] }
        }
        return direction.map { -$0 }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for place in a.indices { sum += a[place] * b[place] }
        return sum
    }
}
