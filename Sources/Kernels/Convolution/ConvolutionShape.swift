/// The sizes of one convolution over channels-last images.
public struct ConvolutionShape: Sendable {
    public let images: Int
    public let height: Int
    public let width: Int

    /// Rows of zeros above and columns of zeros left of the image.
    public let top: Int
    public let left: Int

    public let outputHeight: Int
    public let outputWidth: Int

    public init(
        images: Int, height: Int, width: Int, top: Int, left: Int, outputHeight: Int, outputWidth: Int
    ) {
        self.images = images
        self.height = height
        self.width = width
        self.top = top
        self.left = left
        self.outputHeight = outputHeight
        self.outputWidth = outputWidth
    }

    var inputPixels: Int { images * height * width }
    var outputPixels: Int { images * outputHeight * outputWidth }
}
