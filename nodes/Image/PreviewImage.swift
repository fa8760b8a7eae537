import Engine
import Foundation

/// Saves pictures to the temporary folder, for a quick look.
struct PreviewImage: Node {
    static let displayName = "Preview Image"
    static let category = "image"
    static let summary = "Save pictures as PNG files in the temporary folder."
    static let isOutput = true

    @Input("The pictures.") var images: Image

    @Output("images") var shown: Image

    func run(_ context: RunContext) throws {
        // As ComfyUI, a level of 1: a preview is looked at once and should be quick to write.
        let pictures = try SavedPictures(
            root: context.folders.temp, prefix: "ComfyUI_temp", pixels: images.pixels, date: Date(),
            compressionLevel: 1)
        try pictures.write(images.pixels, context)
        shown = images
    }
}
