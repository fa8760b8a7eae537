import Engine
import Tensors

/// Resizes pictures to a number of pixels.
struct ImageScaleToTotalPixels: Node {
    static let displayName = "Scale Image to Total Pixels"
    static let category = "image/upscaling"
    static let summary = "Resize pictures to a number of pixels, keeping the aspect ratio."

    @Input("The pictures.") var image: Image
    @Input("How pixels are interpolated.") var upscaleMethod: PictureResizing
    @Input("Pixels of the result, in units of 1024 × 1024.", in: 0.01...16) var megapixels = 1.0
    @Input("What width and height become multiples of.", in: 1...256) var resolutionSteps = 1

    @Output var scaled: Image

    func run(_ context: RunContext) {
        let size = image.pixels.shape
        let factor = (megapixels * 1024 * 1024 / Double(size[1] * size[2])).squareRoot()
        func side(_ length: Int) -> Int {
            max(1, pythonRound(Double(length) * factor / Double(resolutionSteps)) * resolutionSteps)
        }
        scaled = Image(
            pixels: resized(image.pixels, height: side(size[1]), width: side(size[2]), method: upscaleMethod.method))
    }
}
