/// A picture that lane programs read from or write to: four floats a texel, the lowest row first.
///
/// The four channels of a row lie one after another, so that neighbouring texels are neighbours in each of them.
///
/// - Note: `@unchecked Sendable`: threads write to rows of their own, and nobody reads before all have ended.
public final class LanePicture: @unchecked Sendable {
    public let width: Int
    public let height: Int

    /// Floats from one channel of a row to the next, an odd number of cache lines: rows and channels must not get in each
    /// other's way there.
    private let pitch: Int
    private let values: UnsafeMutablePointer<Float>

    /// All zero.
    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a picture of \(width) × \(height)")
        self.width = width
        self.height = height
        pitch = Self.pitch(width)
        values = .allocate(capacity: 4 * pitch * height)
        values.initialize(repeating: 0, count: 4 * pitch * height)
    }

    /// - Shapes: `values` [height, width, channels], the highest row first; one channel is red alone, three are opaque.
    public convenience init(_ values: Span<Float>, width: Int, height: Int, channels: Int) {
        precondition(values.count == width * height * channels, "\(values.count) values for \(width) × \(height)")
        precondition([1, 3, 4].contains(channels), "\(channels) channels")
        self.init(width: width, height: height)
        values.withUnsafeBufferPointer { values in
            guard let first = values.baseAddress else { return }
            for row in 0..<height {
                let source = first + (height - 1 - row) * width * channels
                for channel in 0..<channels {
                    let target = line(row, channel: channel)
                    for column in 0..<width { target[column] = source[column * channels + channel] }
                }
                if channels < 4 { line(row, channel: 3).update(repeating: 1, count: width) }
            }
        }
    }

    deinit {
        values.deallocate()
    }

    /// Bytes that a picture of this size takes.
    public static func byteCount(width: Int, height: Int) -> Int { 16 * pitch(width) * height }

    private static func pitch(_ width: Int) -> Int { ((width + 15) / 16 | 1) * 16 }

    /// - Shapes: `values` [height, width, 4], the highest row first.
    public func copy(into values: inout MutableSpan<Float>) {
        precondition(values.count == width * height * 4, "\(width) × \(height) texels into \(values.count) values")
        values.withUnsafeMutableBufferPointer { values in
            guard let first = values.baseAddress else { return }
            for row in 0..<height {
                let target = first + (height - 1 - row) * width * 4
                for channel in 0..<4 {
                    let source = line(row, channel: channel)
                    for column in 0..<width { target[column * 4 + channel] = source[column] }
                }
            }
        }
    }

    /// All zero again.
    public func clear() {
        values.update(repeating: 0, count: 4 * pitch * height)
    }

    @inline(__always)
    var texels: LaneTexels { LaneTexels(width: width, height: height, pitch: pitch, first: values) }

    private func line(_ row: Int, channel: Int) -> UnsafeMutablePointer<Float> { texels.line(row, channel: channel) }
}
