/// Mean and sum of squared deviations of every channel of a block of pixels, as they are merged from block to block.
///
/// Merging means and deviations, rather than sums and sums of squares, loses nothing when the mean is far from zero
/// (Chan, Golub and LeVeque 1979).
struct ChannelMoments {
    private(set) var count = 0.0
    private(set) var means: [Double]
    private(set) var deviations: [Double]

    init(channels: Int) {
        means = [Double](repeating: 0, count: channels)
        deviations = means
    }

    /// Takes in `rows` pixels of which the means and squared deviations are known.
    mutating func merge(
        count rows: Int, means otherMeans: UnsafePointer<Float>, deviations otherDeviations: UnsafePointer<Float>
    ) {
        let added = Double(rows)
        let total = count + added
        let share = added / total
        let weight = count * share
        for channel in means.indices {
            let delta = Double(otherMeans[channel]) - means[channel]
            means[channel] += delta * share
            deviations[channel] += Double(otherDeviations[channel]) + delta * delta * weight
        }
        count = total
    }

    /// Takes in what another part of the picture gathered.
    mutating func merge(_ other: ChannelMoments) {
        guard other.count > 0 else { return }
        let total = count + other.count
        let share = other.count / total
        let weight = count * share
        for channel in means.indices {
            let delta = other.means[channel] - means[channel]
            means[channel] += delta * share
            deviations[channel] += other.deviations[channel] + delta * delta * weight
        }
        count = total
    }

    /// Mean and variance over all channels in `range` together.
    func group(_ range: Range<Int>) -> (mean: Double, variance: Double) {
        let mean = range.reduce(0) { $0 + means[$1] } / Double(range.count)
        let deviation = range.reduce(0) { sum, channel in
            let offset = means[channel] - mean
            return sum + deviations[channel] + offset * offset * count
        }
        return (mean, deviation / (count * Double(range.count)))
    }
}

extension ChannelMoments {
    /// The moments of `rows` pixels at `source`.
    ///
    /// - Shapes: `source` [rows, C].
    init(of source: UnsafePointer<Float>, rows: Int, channels: Int) {
        self.init(channels: channels)
        // Few enough pixels to be still in the cache for the second look at them, enough to pay for a merge.
        let blockRows = max(16, min(64, 8192 / channels))
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * channels) { buffer in
            guard let means = buffer.baseAddress else { return }
            let deviations = means + channels
            for start in stride(from: 0, to: rows, by: blockRows) {
                let block = source + start * channels
                let count = min(blockRows, rows - start)
                sum(block, rows: count, channels: channels, into: means) { x, _ in x }
                let share = 1 / Float(count)
                for channel in 0..<channels { means[channel] *= share }
                sum(block, rows: count, channels: channels, into: deviations) { x, channel in
                    let offset = x - UnsafePointer(means).vector(at: channel, upTo: channels)
                    return offset * offset
                }
                // The mean was rounded; what that adds to the deviations is far below their own rounding.
                merge(count: count, means: means, deviations: deviations)
            }
        }
    }
}

/// `output[c]` = the sum over all rows of `term(row[c…], c)`; four rows at a time, so that the sums are touched a quarter as often.
@inline(__always)
private func sum(
    _ source: UnsafePointer<Float>, rows: Int, channels: Int, into output: UnsafeMutablePointer<Float>,
    _ term: (SIMD8<Float>, Int) -> SIMD8<Float>
) {
    output.update(repeating: 0, count: channels)
    var row = 0
    while row + 4 <= rows {
        let r0 = source + row * channels
        let r1 = r0 + channels
        let r2 = r1 + channels
        let r3 = r2 + channels
        var channel = 0
        while channel + 8 <= channels {
            let pair = term(r0.vector(at: channel), channel) + term(r1.vector(at: channel), channel)
            let other = term(r2.vector(at: channel), channel) + term(r3.vector(at: channel), channel)
            output.store(output.vector(at: channel) + (pair + other), at: channel)
            channel += 8
        }
        let rest = channels - channel
        if rest > 0 {
            let pair =
                term(r0.vector(at: channel, lanes: rest), channel) + term(r1.vector(at: channel, lanes: rest), channel)
            let other =
                term(r2.vector(at: channel, lanes: rest), channel) + term(r3.vector(at: channel, lanes: rest), channel)
            let sum = UnsafePointer(output).vector(at: channel, lanes: rest) + (pair + other)
            output.store(sum, at: channel, lanes: rest)
        }
        row += 4
    }
    while row < rows {
        let r0 = source + row * channels
        for channel in stride(from: 0, to: channels, by: 8) {
            let lanes = min(8, channels - channel)
            let value = term(r0.vector(at: channel, lanes: lanes), channel)
            let sum = UnsafePointer(output).vector(at: channel, lanes: lanes) + value
            output.store(sum, at: channel, lanes: lanes)
        }
        row += 1
    }
}

extension UnsafePointer<Float> {
    /// Eight lanes, those at or past `end` zero.
    @inline(__always)
    fileprivate func vector(at index: Int, upTo end: Int) -> SIMD8<Float> {
        index + 8 <= end ? vector(at: index) : vector(at: index, lanes: end - index)
    }
}
