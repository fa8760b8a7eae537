/// A picture that lane programs read from or write to: four floats a texel, the lowest row first.
///
/// - Note: `@unchecked Sendable`: threads write to rows of their own, and nobody reads before all have ended.
public final class LanePicture: @unchecked Sendable {
    public let width: Int
    public let height: Int
    let texels: UnsafeMutablePointer<SIMD4<Float>>

    /// All zero.
    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a picture of \(width) × \(height)")
        self.width = width
        self.height = height
        texels = .allocate(capacity: width * height)
        texels.initialize(repeating: .zero, count: width * height)
    }

    /// - Shapes: `values` [height, width, channels], the highest row first; one channel is red alone, three are opaque.
    public convenience init(_ values: Span<Float>, width: Int, height: Int, channels: Int) {
        precondition(values.count == width * height * channels, "\(values.count) values for \(width) × \(height)")
        precondition([1, 3, 4].contains(channels), "\(channels) channels")
        self.init(width: width, height: height)
        values.withUnsafeBufferPointer { values in
            for row in 0..<height {
                var source = (height - 1 - row) * width * channels
                for column in 0..<width {
                    var texel = SIMD4<Float>(0, 0, 0, 1)
                    for channel in 0..<channels { texel[channel] = values[source + channel] }
                    texels[row * width + column] = texel
                    source += channels
                }
            }
        }
    }

    deinit {
        texels.deallocate()
    }

    /// - Shapes: `values` [height, width, 4], the highest row first.
    public func copy(into values: inout MutableSpan<Float>) {
        precondition(values.count == width * height * 4, "\(width) × \(height) texels into \(values.count) values")
        values.withUnsafeMutableBufferPointer { values in
            guard let target = values.baseAddress else { return }
            for row in 0..<height {
                UnsafeMutableRawPointer(target + (height - 1 - row) * width * 4)
                    .copyMemory(from: texels + row * width, byteCount: width * 16)
            }
        }
    }

    /// All zero again.
    public func clear() {
        texels.update(repeating: .zero, count: width * height)
    }

    /// The texel at `column`, `row`; all zero outside the picture.
    @inline(__always)
    func texel(_ column: Int32, _ row: Int32) -> SIMD4<Float> {
        guard column >= 0, row >= 0, column < width, row < height else { return .zero }
        return texels[Int(row) * width + Int(column)]
    }

    /// Between the four texels around the place; the border's texels go on outside.
    ///
    /// - Units: 0 to 1 across and up.
    @inline(__always)
    func sample(_ across: Float, _ up: Float) -> SIMD4<Float> {
        let x = Self.bounded(across * Float(width) - 0.5, width)
        let y = Self.bounded(up * Float(height) - 0.5, height)
        let (left, bottom) = (x.rounded(.down), y.rounded(.down))
        let (right, top) = (x - left, y - bottom)
        let (column, row) = (Int(left), Int(bottom))
        let (first, next) = (max(column, 0), min(column + 1, width - 1))
        let lower = texels + max(row, 0) * width
        let upper = texels + min(row + 1, height - 1) * width
        let below = lower[first] + (lower[next] - lower[first]) * right
        let above = upper[first] + (upper[next] - upper[first]) * right
        return below + (above - below) * top
    }

    /// Within reach of the border; what is no number is at its beginning.
    @inline(__always)
    private static func bounded(_ place: Float, _ count: Int) -> Float {
        guard place > -1 else { return -1 }
        return place < Float(count) ? place : Float(count) - 0.5
    }
}
