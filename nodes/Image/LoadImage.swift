import Engine
import Formats
import Tensors

/// Reads a picture of the input folder; its transparency becomes a mask.
struct LoadImage: Node {
    static let displayName = "Load Image"
    static let category = "image"
    static let summary = "Load a picture from the input folder."

    @Input("The picture.", from: .input) var image: FileName

    @Output var picture: Image
    @Output var mask: Mask

    func run(_ context: RunContext) throws {
        let file = try Picture(path: image.path)
        picture = Image(pixels: file.pixels)
        // ComfyUI gives opaque pictures a small mask of zeros, whatever their size; graphs rely on it.
        mask = Mask(values: file.alpha.map { 1 - $0 } ?? Tensor(zeros: [1, 64, 64]))
    }
}
