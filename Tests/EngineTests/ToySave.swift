import Engine
import Foundation

/// Stands for SaveImage: writes the image's text into a file of the output folder.
struct ToySave: ChecksInputs {
    static let category = "image"
    static let summary = "Save an image."
    static let isOutput = true

    @Input("The image.") var images: ToyImage
    @Input("How the file's name begins.", isTemplate: true) var filenamePrefix = "toy"

    func check(in folders: Folders) throws {
        guard let prefix = $filenamePrefix.literal, prefix.contains("..") else { return }
        throw ToyError(description: "'\(prefix)' leads out of the output folder. Use a relative name.")
    }

    func run(_ context: RunContext) throws {
        let path = "\(context.folders.output)/\(filenamePrefix).txt"
        try images.text.write(toFile: path, atomically: true, encoding: .utf8)
        context.saved(path)
    }
}
