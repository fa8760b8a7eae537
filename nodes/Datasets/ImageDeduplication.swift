import Engine
import Tensors

/// Leaves out pictures that look like one before them.
struct ImageDeduplication: Node {
    static let displayName = "Deduplicate Images"
    static let category = "image/batch"
    static let summary = "Leave out pictures that look like one before them, batches taken apart."

    @Input("The pictures.") var images: [Image]
    @Input("How alike two pictures must be, of 1, for the second to be left out.", in: 0...1) var similarityThreshold =
        0.95

    @Output("images") var kept: [Image]

    func run(_ context: RunContext) throws {
        let singles = images.singles
        var keptPictures: [Image] = []
        var sketches: [UInt64] = []
        for (index, image) in singles.enumerated() {
            try context.progress(index, of: singles.count)
            let sketch = Self.sketch(of: image.pixels)
            let isKnown = sketches.contains { other in
                1 - Double((sketch ^ other).nonzeroBitCount) / 64 >= similarityThreshold
            }
            guard !isKnown else { continue }
            sketches.append(sketch)
            keptPictures.append(image)
        }
        kept = keptPictures
    }

    /// A bit for each of 8 × 8 pixels of a small picture: whether it is lighter than they are on the whole.
    private static func sketch(of pixels: Tensor) -> UInt64 {
        let small = resized(pixels, height: 8, width: 8, method: .lanczos).array.map { Int(($0 * 255).rounded()) }
        let channels = pixels.shape[3]
        let lights = stride(from: 0, to: small.count, by: channels).map { place in
            guard channels >= 3 else { return small[place] }
            return (small[place] * 19_595 + small[place + 1] * 38_470 + small[place + 2] * 7471 + 0x8000) >> 16
        }
        let sum = lights.reduce(0, +)
        return lights.reduce(0) { $0 << 1 | ($1 * 64 > sum ? 1 : 0) }
    }
}
