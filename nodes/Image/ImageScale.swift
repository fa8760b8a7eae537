import Engine
import Tensors

/// How pixels are interpolated when a picture changes its size.
enum PictureResizing: String, Choice {
    case nearestExact = "nearest-exact"
    case bilinear
    case area
    case bicubic
    case lanczos

    var method: ResizeMethod {
        switch self {
        case .nearestExact: .nearestExact
        case .bilinear: .bilinear
        case .area: .area
        case .bicubic: .bicubic
        case .lanczos: .lanczos
        }
    }
}

/// What is done about a source of another aspect ratio.
enum Cropping: String, Choice {
    case disabled
    case center
}

/// Resizes pictures to a given size.
struct ImageScale: Node {
    static let displayName = "Upscale Image"
    static let category = "image/upscaling"
    static let summary = "Resize pictures to a width and height; 0 for one of them keeps the aspect ratio."

    @Input("The pictures.") var image: Image
    @Input("How pixels are interpolated.") var upscaleMethod: PictureResizing
    @Input("New width, in pixels; 0 follows the height.", in: 0...16_384) var width = 512
    @Input("New height, in pixels; 0 follows the width.", in: 0...16_384) var height = 512
    @Input("Whether to cut the picture to the new aspect ratio first.") var crop: Cropping

    @Output var scaled: Image

    func run(_ context: RunContext) {
        guard width > 0 || height > 0 else {
            scaled = image
            return
        }
        let size = image.pixels.shape
        let newWidth = width > 0 ? width : max(1, roundedHalfToEven(size[2] * height, over: size[1]))
        let newHeight = height > 0 ? height : max(1, roundedHalfToEven(size[1] * width, over: size[2]))
        scaled = Image(
            pixels: resized(
                image.pixels, height: newHeight, width: newWidth, method: upscaleMethod.method,
                crop: crop == .center ? .center : .disabled))
    }

    /// Python's `round`, which takes halves to the even neighbour.
    private func roundedHalfToEven(_ numerator: Int, over denominator: Int) -> Int {
        Int((Double(numerator) / Double(denominator)).rounded(.toNearestOrEven))
    }
}
