/// A small picture of what a node has come to: at a sampler's step, what the model takes the picture to be.
public struct Preview: Hashable, Sendable {
    public let width: Int
    public let height: Int

    /// Red, green and blue of each pixel, row by row.
    public let pixels: [UInt8]

    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(pixels.count == 3 * width * height, "\(pixels.count) bytes for \(width) × \(height) pixels")
        self.width = width
        self.height = height
        self.pixels = pixels
    }
}
