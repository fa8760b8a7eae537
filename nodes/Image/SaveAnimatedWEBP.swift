import Engine
import Formats
import Foundation

/// How small a file is to become, and how long that may take.
enum PackingEffort: String, Choice {
    case usual = "default"
    case fastest, slowest

    /// As libwebp counts it.
    fileprivate var method: Int {
        switch self {
        case .usual: 4
        case .fastest: 0
        case .slowest: 6
        }
    }
}

/// Saves a batch of pictures as one animation.
struct SaveAnimatedWEBP: ChecksInputs {
    static let displayName = "Save Animated WEBP"
    static let category = "image"
    static let summary = "Save pictures as one animated WebP in the output folder."
    static let isOutput = true

    @Input("The frames.") var images: Image
    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix = "ComfyUI"
    @Input("Frames a second.", in: 0.01...1000) var fps = 6.0
    @Input("Whether pixels stay as they are.") var lossless = true
    @Input("How good frames look; if lossless, how hard to pack.", in: 0...100) var quality = 80
    @Input("How long packing may take.") var method: PackingEffort

    @Output("images") var saved: Image

    func check(in folders: Folders) throws {
        guard let prefix = $filenamePrefix.literal else { return }
        _ = try SavedPictures.place(of: prefix)
    }

    func run(_ context: RunContext) throws {
        let bytes = try WebP.encode(
            images.pixels, milliseconds: Int(1000 / fps), isLossless: lossless, quality: Double(quality),
            method: method.method, texts: context.metadata)
        try images.write(bytes, prefix: filenamePrefix, ending: "_.webp", context)
        saved = images
    }
}
