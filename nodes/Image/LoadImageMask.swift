import Engine
import Formats
import Tensors

/// A channel of a picture file.
enum PictureChannel: String, Choice {
    case alpha
    case red
    case green
    case blue
}

/// Reads one channel of a picture of the input folder as a mask.
struct LoadImageMask: Node {
    static let displayName = "Load Image (as Mask)"
    static let category = "image"
    static let summary = "Load one channel of a picture from the input folder as a mask."

    @Input("The picture.", from: .input) var image: FileName
    @Input("The channel; of transparency, the mask is what is transparent.") var channel: PictureChannel

    @Output var mask: Mask

    func run(_ context: RunContext) throws {
        let file = try Picture(path: image.path)
        let size = Array(file.pixels.shape.dropLast())
        func colour(_ index: Int) -> Tensor { file.pixels.sliced(axis: 3, index..<index + 1).reshaped(size) }
        let values =
            switch channel {
            case .alpha: file.mask
            case .red: colour(0)
            case .green: colour(1)
            case .blue: colour(2)
            }
        mask = Mask(values: values)
    }
}
