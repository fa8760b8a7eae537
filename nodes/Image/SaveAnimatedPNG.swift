import Engine
import Formats
import Foundation
import Tensors

/// Saves a batch of pictures as one animation.
struct SaveAnimatedPNG: ChecksInputs {
    static let displayName = "Save Animated PNG"
    static let category = "image"
    static let summary = "Save pictures as one animated PNG in the output folder."
    static let isOutput = true

    @Input("The frames.") var images: Image
    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix = "ComfyUI"
    @Input("Frames a second.", in: 0.01...1000) var fps = 6.0
    @Input("How hard to pack: 0 not at all, 9 as small as can be.", in: 0...9) var compressLevel = 4

    @Output("images") var saved: Image

    func check(in folders: Folders) throws {
        guard let prefix = $filenamePrefix.literal else { return }
        _ = try SavedPictures.place(of: prefix)
    }

    func run(_ context: RunContext) throws {
        let bytes = AnimatedPNG.encode(
            images.pixels, milliseconds: Int(1000 / fps), text: context.metadata, compressionLevel: compressLevel)
        try images.write(bytes, prefix: filenamePrefix, ending: "_.png", context)
        saved = images
    }
}

extension Image {
    /// Writes a file about these pictures to the output folder, under the next free number of its prefix.
    func write(_ bytes: [UInt8], prefix: String, ending: String, _ context: RunContext) throws {
        let files = try NumberedFiles(
            root: context.folders.output, prefix: prefix, height: pixels.shape[1], width: pixels.shape[2], date: Date())
        context.saved(try files.write(ending: ending) { try AtomicFile.write(bytes, to: $0, existing: .kept) })
    }
}
