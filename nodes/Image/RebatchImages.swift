import Engine
import Tensors

/// Cuts a list of batches of pictures into batches of one size.
struct RebatchImages: Node {
    static let displayName = "Rebatch Images"
    static let category = "image/batch"
    static let summary = "Cut batches of pictures into smaller ones, each run by itself."

    @Input("The pictures.") var images: [Image]
    @Input("Pictures in each new batch.", in: 1...4096) var batchSize = 1

    @Output var batches: [Image]

    func run(_ context: RunContext) {
        let singles = images.flatMap { image in
            (0..<image.pixels.shape[0]).map { image.pixels[rows: $0..<$0 + 1] }
        }
        // Pictures of other sizes do not go into one batch with those before them.
        batches = stride(from: 0, to: singles.count, by: batchSize).flatMap { start in
            Self.groups(singles[start..<min(start + batchSize, singles.count)])
                .map { Image(pixels: concatenate($0, axis: 0)) }
        }
    }

    private static func groups(_ pictures: ArraySlice<Tensor>) -> [[Tensor]] {
        pictures.reduce(into: []) { groups, picture in
            if let last = groups.last?.last, last.shape == picture.shape {
                groups[groups.count - 1].append(picture)
            } else {
                groups.append([picture])
            }
        }
    }
}
