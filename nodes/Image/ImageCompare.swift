import Engine
import Foundation

/// Saves two batches of pictures to the temporary folder, to be seen side by side.
struct ImageCompare: Node {
    static let displayName = "Compare Images"
    static let category = "image"
    static let summary = "Save two pictures to the temporary folder, for a look at both."
    static let isOutput = true

    @Input("What an editor keeps about the comparison.", optional: true) var compareView = ComparisonView.blank
    @Input("The one picture.", name: "image_a") var imageA: Image?
    @Input("The other picture.", name: "image_b") var imageB: Image?

    func run(_ context: RunContext) throws {
        for (image, side) in [(imageA, "a"), (imageB, "b")] {
            guard let image else { continue }
            let pictures = try SavedPictures(
                root: context.folders.temp, prefix: "ComfyUI_temp_compare_\(side)", pixels: image.pixels, date: Date(),
                compressionLevel: 1)
            try pictures.write(image.pixels, context)
        }
    }
}
