import Engine
import Foundation

/// Stands for SaveImage: writes the image's text into a file of the output folder.
struct ToySave: Node {
    static let category = "image"
    static let summary = "Save an image."
    static let isOutput = true

    @Input("The image.") var images: ToyImage
    @Input("How the file's name begins.", isTemplate: true) var filenamePrefix = "toy"

    func run(_ context: RunContext) throws {
        let path = "\(context.folders.output)/\(filenamePrefix).txt"
        try images.text.write(toFile: path, atomically: true, encoding: .utf8)
        context.saved(path)
    }
}
