import Engine
import Tensors

/// Shows a mask as a gray picture.
struct MaskToImage: Node {
    static let displayName = "Convert Mask to Image"
    static let category = "image/mask"
    static let summary = "Turn a mask into a gray picture."

    @Input("The mask.") var mask: Mask

    @Output var image: Image

    func run(_ context: RunContext) {
        let gray = mask.values.reshaped(mask.values.shape + [1])
        image = Image(pixels: concatenate([gray, gray, gray], axis: 3))
    }
}
