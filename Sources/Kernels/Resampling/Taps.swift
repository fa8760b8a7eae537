/// Which elements along one axis make up each new element, and with which weights.
///
/// All positions and weights are computed in single precision, fused where torch's compiled kernels fuse, because a
/// picture that is cut down to 8 bits afterwards shows the last bit.
struct Taps {
    /// Elements that make up each new one.
    let width: Int

    /// Positions in the old axis; those of new element `i` are `i * width ..< (i + 1) * width`.
    private(set) var indices: [Int] = []
    private(set) var weights: [Float] = []

    private init(width: Int, count: Int) {
        self.width = width
        indices.reserveCapacity(width * count)
        weights.reserveCapacity(width * count)
    }

    private mutating func append(_ index: Int, _ weight: Float) {
        indices.append(index)
        weights.append(weight)
    }
}

extension Taps {
    /// Where new element `index` lies in the old axis: centres of pixels are at halves.
    private static func position(_ index: Int, _ scale: Float, isFused: Bool) -> Float {
        let centre = Float(index) + 0.5
        return isFused ? (-0.5 as Float).addingProduct(scale, centre) : scale * centre - 0.5
    }

    /// Two neighbours, weighted by nearness; positions before the first pixel's centre are moved there.
    static func linear(from old: Int, to new: Int, isFused: Bool) -> Taps {
        var taps = Taps(width: 2, count: new)
        let scale = Float(old) / Float(new)
        for index in 0..<new {
            guard old != new else {
                taps.append(index, 1)
                taps.append(index, 0)
                continue
            }
            let place = max(position(index, scale, isFused: isFused), 0)
            let first = min(Int(place.rounded(.down)), old - 1)
            let weight = min(max(place - Float(first), 0), 1)
            taps.append(first, 1 - weight)
            taps.append(min(first + 1, old - 1), weight)
        }
        return taps
    }

    /// Two neighbours, weighted by nearness; the first and the last new element are the first and the last old one.
    static func betweenEnds(from old: Int, to new: Int) -> Taps {
        var taps = Taps(width: 2, count: new)
        let scale = new > 1 ? Float(old - 1) / Float(new - 1) : 0
        for index in 0..<new {
            let place = scale * Float(index)
            let first = min(Int(place.rounded(.down)), old - 1)
            let weight = min(max(place - Float(first), 0), 1)
            taps.append(first, 1 - weight)
            taps.append(min(first + 1, old - 1), weight)
        }
        return taps
    }

    /// Four neighbours, weighted by Keys' cubic with a = -0.75; pixels beyond the edge are those at the edge.
    static func cubic(from old: Int, to new: Int) -> Taps {
        var taps = Taps(width: 4, count: new)
        let scale = Float(old) / Float(new)
        for index in 0..<new {
            let place = position(index, scale, isFused: true)
            let first = min(Int(place.rounded(.down)), old - 1)
            let offset = min(max(place - Float(first), 0), 1)
            let weights = [
                outerCubic(offset + 1), innerCubic(offset), innerCubic(1 - offset), outerCubic((1 - offset) + 1),
            ]
            for (step, weight) in weights.enumerated() {
                taps.append(min(max(first + step - 1, 0), old - 1), weight)
            }
        }
        return taps
    }

    /// The one pixel whose area holds the new pixel's centre.
    static func nearestExact(from old: Int, to new: Int) -> [Int] {
        let scale = Float(old) / Float(new)
        return (0..<new).map { index in
            let place = Float((Double(index) + 0.5) * Double(scale))
            return min(Int(place.rounded(.down)), old - 1)
        }
    }

    /// Keys' cubic at a distance of up to 1: ((a + 2)x - (a + 3))x² + 1.
    private static func innerCubic(_ x: Float) -> Float {
        (-2.25 as Float).addingProduct(1.25, x) * x * x + 1
    }

    /// Keys' cubic at a distance of 1 to 2: ((ax - 5a)x + 8a)x - 4a.
    private static func outerCubic(_ x: Float) -> Float {
        let square = (3.75 as Float).addingProduct(-0.75, x)
        return (-6 as Float).addingProduct(square, x) * x + 3
    }
}
