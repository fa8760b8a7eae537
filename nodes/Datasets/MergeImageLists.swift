import Engine
import Tensors

/// Hands a list of pictures on, one by one.
struct MergeImageLists: Node {
    static let displayName = "Merge Image Lists (DEPRECATED)"
    static let category = "image/batch"
    static let summary = "Hand on a list of pictures, batches taken apart. CreateList makes one of several."

    @Input("The pictures.") var images: [Image]

    @Output("images") var merged: [Image]

    func run(_ context: RunContext) { merged = images.singles }
}

extension [Image] {
    /// Every picture by itself.
    var singles: [Image] {
        flatMap { image in (0..<image.pixels.shape[0]).map { Image(pixels: image.pixels[rows: $0..<$0 + 1]) } }
    }
}
