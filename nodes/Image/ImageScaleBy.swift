import Engine
import Tensors

/// Resizes pictures by a factor.
struct ImageScaleBy: Node {
    static let displayName = "Upscale Image By"
    static let category = "image/upscaling"
    static let summary = "Resize pictures by a factor."

    @Input("The pictures.") var image: Image
    @Input("How pixels are interpolated.") var upscaleMethod: PictureResizing
    @Input("The factor.", in: 0.01...8) var scaleBy = 1.0

    @Output var scaled: Image

    func run(_ context: RunContext) {
        let size = image.pixels.shape
        scaled = Image(
            pixels: resized(
                image.pixels, height: max(1, pythonRound(Double(size[1]) * scaleBy)),
                width: max(1, pythonRound(Double(size[2]) * scaleBy)), method: upscaleMethod.method))
    }
}
