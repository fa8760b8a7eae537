/// Every new pixel is a weighted sum of 4 × 4 old ones (Keys' cubic, a = -0.75), not limited to their range.
///
/// - Shapes: `input` [images, height, width, C] → `output` [images, newHeight, newWidth, C].
/// - Accuracy: the bits of torch's `bicubic` without `align_corners` and `antialias`.
public func resizeBicubic(_ input: Span<Float>, into output: inout MutableSpan<Float>, _ size: Resizing) {
    resizeSeparably(
        input, into: &output, size, rows: Taps.cubic(from: size.height, to: size.newHeight),
        columns: Taps.cubic(from: size.width, to: size.newWidth))
}
