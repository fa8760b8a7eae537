import Engine
import Tensors

/// What becomes of bright and dark spots.
enum MorphologyOperation: String, Choice {
    case erode
    case dilate
    case open
    case close
    case gradient
    case bottomHat = "bottom_hat"
    case topHat = "top_hat"
}

/// Grows or shrinks what is bright in pictures.
struct Morphology: Node {
    static let displayName = "Apply Morphology"
    static let category = "image/filters"
    static let summary = "Grow, shrink, open or close what is bright in pictures."

    @Input("The pictures.") var image: Image
    @Input("What to do.") var operation: MorphologyOperation
    @Input("Side of the square that is looked at, in pixels.", in: 3...999) var kernelSize = 3

    @Output var changed: Image

    func run(_ context: RunContext) {
        let pixels = image.pixels
        let reach = -(kernelSize / 2)..<kernelSize - kernelSize / 2
        func eroded(_ x: Tensor) -> Tensor { x.windowedMinimum(reach, axis: 1).windowedMinimum(reach, axis: 2) }
        func dilated(_ x: Tensor) -> Tensor { x.windowedMaximum(reach, axis: 1).windowedMaximum(reach, axis: 2) }
        let result =
            switch operation {
            case .erode: eroded(pixels)
            case .dilate: dilated(pixels)
            case .open: dilated(eroded(pixels))
            case .close: eroded(dilated(pixels))
            case .gradient: dilated(pixels) - eroded(pixels)
            case .bottomHat: eroded(dilated(pixels)) - pixels
            case .topHat: pixels - dilated(eroded(pixels))
            }
        changed = Image(pixels: result)
    }
}
