import Engine
import Formats
import Tensors

/// Reads a picture that was made earlier; its name ends in ` [output]`, as editors write it.
struct LoadImageOutput: Node {
    static let displayName = "Load Image (from Outputs)"
    static let category = "image"
    static let summary = "Load a picture from the output folder; its name ends in [output]."

    @Input("The picture.", from: .input) var image: FileName

    @Output var picture: Image
    @Output var mask: Mask

    func run(_ context: RunContext) throws {
        let file = try Picture(path: image.path)
        picture = Image(pixels: file.pixels)
        mask = Mask(values: file.mask)
    }
}
