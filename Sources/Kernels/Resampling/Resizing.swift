/// The extent of a block of channels-last images before and after a change of size.
public struct Resizing: Sendable {
    public let images: Int
    public let channels: Int
    public let height: Int
    public let width: Int
    public let newHeight: Int
    public let newWidth: Int

    public init(images: Int, channels: Int, height: Int, width: Int, newHeight: Int, newWidth: Int) {
        self.images = images
        self.channels = channels
        self.height = height
        self.width = width
        self.newHeight = newHeight
        self.newWidth = newWidth
    }

    var inputCount: Int { images * height * width * channels }
    var outputCount: Int { images * newHeight * newWidth * channels }

    /// Floats in a row of the output.
    var newRowLength: Int { newWidth * channels }

    func check(_ input: Span<Float>, _ output: borrowing MutableSpan<Float>) {
        precondition(height > 0 && width > 0, "resizing \(height) × \(width)")
        precondition(input.count == inputCount && output.count == outputCount, "\(input.count) into \(output.count)")
    }
}
