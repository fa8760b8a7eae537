import Tensors

/// How often each of 256 levels, or one below it, occurs in each channel.
struct LevelDistribution {
    /// For each channel, the part of all pixels that are at a level or below.
    let parts: [[Float]]

    /// - Shapes: `pictures` [1, H, W, C] each, of any size.
    init(of pictures: [Tensor]) {
        let channels = pictures.first?.shape[3] ?? 0
        var counts = Array(repeating: Array(repeating: 0, count: 256), count: channels)
        for picture in pictures {
            let values = picture.values
            for index in 0..<values.count { counts[index % channels][Self.level(values[index])] += 1 }
        }
        parts = counts.map { counts in
            var sum = 0
            let sums = counts.map { count in
                sum += count
                return Float(sum)
            }
            return sums.map { $0 / Float(sum) }
        }
    }

    /// Cut off, not rounded; what is no number counts as nothing.
    static func level(_ value: Float) -> Int {
        let scaled = value * 255
        return scaled > 0 ? Int(min(scaled, 255)) : 0
    }
}

/// What becomes of each level, so that all occur as often as in other pictures.
struct LevelTable {
    private let levels: [[Float]]

    init(from source: LevelDistribution, to wanted: LevelDistribution) {
        levels = zip(source.parts, wanted.parts).map { source, wanted in
            source.map { part in
                let level = wanted.firstIndex { $0 >= part } ?? 255
                return Float(level) / 255
            }
        }
    }

    /// - Shapes: `picture` [1, H, W, C] → same.
    func applied(to picture: Tensor) -> Tensor {
        let channels = picture.shape[3]
        return Tensor(shape: picture.shape) { result in
            let values = picture.values
            for index in 0..<values.count {
                result[index] = levels[index % channels][LevelDistribution.level(values[index])]
            }
        }
    }
}
