import Engine
import Tensors

/// The colour around a picture.
enum PaddingColour: String, Choice {
    case white
    case black
}

/// How pixels are interpolated; the words of this node have an order of their own.
enum PaddingResizing: String, Choice {
    case area
    case bicubic
    case nearestExact = "nearest-exact"
    case bilinear
    case lanczos
}

/// Fits pictures into a size, with a border where the aspect ratio differs.
struct ResizeAndPadImage: Node {
    static let displayName = "Resize And Pad Image"
    static let category = "image/transform"
    static let summary = "Fit pictures into a size, with a border where the aspect ratio differs."

    @Input("The pictures.") var image: Image
    @Input("Width of the result, in pixels.", in: 1...16_384) var targetWidth = 512
    @Input("Height of the result, in pixels.", in: 1...16_384) var targetHeight = 512
    @Input("Colour of the border.") var paddingColor: PaddingColour
    @Input("How pixels are interpolated.") var interpolation: PaddingResizing

    @Output var padded: Image

    func run(_ context: RunContext) throws {
        let size = image.pixels.shape
        let factor = min(Double(targetWidth) / Double(size[2]), Double(targetHeight) / Double(size[1]))
        let (height, width) = (Int(Double(size[1]) * factor), Int(Double(size[2]) * factor))
        guard height > 0, width > 0 else { throw PixelError.noPixelsLeft(height: height, width: width) }
        let inner = resized(
            image.pixels, height: height, width: width,
            method: ResizeMethod(rawValue: interpolation.rawValue) ?? .bilinear)
        let canvas = Tensor(
            repeating: paddingColor == .white ? 1 : 0, shape: [size[0], targetHeight, targetWidth, size[3]])
        padded = Image(
            pixels: canvas.replacing(
                inner, top: (targetHeight - height) / 2, left: (targetWidth - width) / 2, axes: (1, 2)))
    }
}
