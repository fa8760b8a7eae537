import Foundation

/// Pillow's table for one axis: windows of the truncated sinc, wider where the axis shrinks, in 22-bit fixed point.
///
/// - Source: Pillow's `Resample.c`.
struct LanczosTaps {
    /// First old element of every window, and how many there are.
    private(set) var starts: [Int] = []
    private(set) var counts: [Int] = []

    /// Room for one window in `weights`.
    let stride: Int
    private(set) var weights: [Int32] = []

    static let fractionBits: Int32 = 22

    init(from old: Int, to new: Int) {
        let scale = Double(old) / Double(new)
        let filterScale = max(scale, 1)
        let support = 3 * filterScale
        stride = Int(support.rounded(.up)) * 2 + 1
        weights.reserveCapacity(stride * new)
        for index in 0..<new {
            let centre = (Double(index) + 0.5) * scale
            let start = max(0, Int(centre - support + 0.5))
            let count = min(old, Int(centre + support + 0.5)) - start
            var window = (0..<count).map { lanczos((Double($0 + start) - centre + 0.5) * (1 / filterScale)) }
            let sum = window.reduce(0, +)
            if sum != 0 { for tap in window.indices { window[tap] /= sum } }
            starts.append(start)
            counts.append(count)
            for weight in window {
                let fixed = weight * Double(1 << Self.fractionBits)
                weights.append(Int32(weight < 0 ? fixed - 0.5 : fixed + 0.5))
            }
            weights.append(contentsOf: repeatElement(0, count: stride - count))
        }
    }
}

/// A sinc under the middle of a sinc three times as wide.
private func lanczos(_ x: Double) -> Double {
    -3 <= x && x < 3 ? sinc(x) * sinc(x / 3) : 0
}

private func sinc(_ x: Double) -> Double {
    x == 0 ? 1 : sin(x * .pi) / (x * .pi)
}
