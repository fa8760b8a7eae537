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
        mask = Mask(values: file.mask)
    }
}
