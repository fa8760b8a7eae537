import Engine
import Foundation
import Tensors

/// Saves masks to the temporary folder, for a quick look.
struct MaskPreview: Node {
    static let displayName = "Preview Mask"
    static let category = "image/mask"
    static let summary = "Save masks as gray PNG files in the temporary folder."
    static let isOutput = true

    @Input("The masks.") var mask: Mask

    @Output("mask") var shown: Mask

    func run(_ context: RunContext) throws {
        let gray = mask.values.reshaped(mask.values.shape + [1]).repeated(3, axis: 3)
        let pictures = try SavedPictures(
            root: context.folders.temp, prefix: "ComfyUI_temp", pixels: gray, date: Date(), compressionLevel: 1)
        try pictures.write(gray, context)
        shown = mask
    }
}
