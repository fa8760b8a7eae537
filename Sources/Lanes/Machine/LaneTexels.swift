/// The texels of a picture, lent to a machine.
struct LaneTexels {
    let width: Int
    let height: Int

    /// Floats from one channel of a row to the next.
    let pitch: Int
    let first: UnsafeMutablePointer<Float>

    /// A channel of a row.
    @inline(__always)
    func line(_ row: Int, channel: Int) -> UnsafeMutablePointer<Float> { first + (4 * row + channel) * pitch }

    /// Reads between the four texels around each place, wherever those lie; the border's texels go on outside.
    ///
    /// - Parameters:
    ///   - x: from the centre of the lower left texel, in texels, as is `y`.
    ///   - wanted: channels, by bit.
    ///   - apart: bytes from one channel of `result` to the next.
    @inline(never)
    func sample(
        _ x: FloatLanes, _ y: FloatLanes, _ wanted: Int32, into result: UnsafeMutableRawPointer, apart: Int
    ) {
        let (x, y) = (Self.bounded(x, width), Self.bounded(y, height))
        let left = lanewise(x) { $0.rounded(.down) }
        let bottom = lanewise(y) { $0.rounded(.down) }
        // Two neighbours are read at once: beyond the border, the first or last two, of which only one counts.
        let zero = FloatLanes.zero
        let end = FloatLanes(repeating: Float(width - 2))
        let most = FloatLanes(repeating: width > 1 ? 1 : 0)
        let right = (x - left).replacing(with: zero, where: left .< zero).replacing(with: most, where: left .> end)
        let inside = left.replacing(with: end, where: left .> end)
        let columns = wholeNumbers(inside.replacing(with: zero, where: inside .< zero))
        let top = FloatLanes(repeating: Float(height - 1))
        let next = bottom + 1
        let rowPitch = Int32(truncatingIfNeeded: 4 * pitch)
        let lower = columns &+ wholeNumbers(bottom.replacing(with: zero, where: bottom .< zero)) &* rowPitch
        let upper = columns &+ wholeNumbers(next.replacing(with: top, where: next .> top)) &* rowPitch
        let above = y - bottom
        for channel in 0..<4 where wanted & (1 << Int32(channel)) != 0 {
            let texels = UnsafeRawPointer(first + channel * pitch)
            let low = Self.between(texels, lower, right)
            let high = Self.between(texels, upper, right)
            result.storeBytes(of: low + (high - low) * above, toByteOffset: channel * apart, as: FloatLanes.self)
        }
    }

    /// Within reach of the border; what is no number is at its beginning.
    @inline(__always)
    private static func bounded(_ place: FloatLanes, _ count: Int) -> FloatLanes {
        let least = FloatLanes(repeating: -1)
        let low = least.replacing(with: place, where: place .> least)
        let high = FloatLanes(repeating: Float(count) - 0.5)
        return high.replacing(with: low, where: low .< FloatLanes(repeating: Float(count)))
    }

    @inline(__always)
    private static func between(
        _ texels: UnsafeRawPointer, _ offsets: IntegerLanes, _ right: FloatLanes
    ) -> FloatLanes {
        let (first, second) = (pairs(texels, offsets.lowHalf), pairs(texels, offsets.highHalf))
        let own = FloatLanes(lowHalf: first.evenHalf, highHalf: second.evenHalf)
        let next = FloatLanes(lowHalf: first.oddHalf, highHalf: second.oddHalf)
        return own + (next - own) * right
    }

    /// Eight times two neighbours.
    @inline(__always)
    private static func pairs(_ texels: UnsafeRawPointer, _ offsets: SIMD8<Int32>) -> FloatLanes {
        @inline(__always)
        func pair(_ lane: Int) -> UInt64 {
            texels.loadUnaligned(fromByteOffset: 4 * Int(offsets[lane]), as: UInt64.self)
        }
        let pairs = SIMD8<UInt64>(pair(0), pair(1), pair(2), pair(3), pair(4), pair(5), pair(6), pair(7))
        return unsafeBitCast(pairs, to: FloatLanes.self)
    }
}
