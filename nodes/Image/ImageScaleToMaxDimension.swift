import Engine
import Tensors

/// How pixels are interpolated; the words of this node have an order of their own.
enum LongestSideResizing: String, Choice {
    case area
    case lanczos
    case bilinear
    case nearestExact = "nearest-exact"
    case bicubic
}

/// Resizes pictures to a length of their longer side.
struct ImageScaleToMaxDimension: Node {
    static let displayName = "Scale Image to Max Dimension"
    static let category = "image/upscaling"
    static let summary = "Resize pictures so that their longer side has a given length."

    @Input("The pictures.") var image: Image
    @Input("How pixels are interpolated.") var upscaleMethod: LongestSideResizing
    @Input("The longer side, in pixels.", in: 0...16_384) var largestSize = 512

    @Output var scaled: Image

    func run(_ context: RunContext) throws {
        let (height, width) = (image.pixels.shape[1], image.pixels.shape[2])
        func shorter(_ short: Int, _ long: Int) -> Int {
            pythonRound(Double(short) / Double(long) * Double(largestSize))
        }
        let newHeight = height < width ? shorter(height, width) : largestSize
        let newWidth = width < height ? shorter(width, height) : largestSize
        guard newHeight > 0, newWidth > 0 else { throw PixelError.noPixelsLeft(height: newHeight, width: newWidth) }
        scaled = Image(
            pixels: resized(
                image.pixels, height: newHeight, width: newWidth,
                method: ResizeMethod(rawValue: upscaleMethod.rawValue) ?? .bilinear))
    }
}
