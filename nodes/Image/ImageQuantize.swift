import Engine
import Tensors

/// How colours between those of a palette are shown.
enum Dither: String, Choice {
    case none
    case floydSteinberg = "floyd-steinberg"
    case bayer2 = "bayer-2"
    case bayer4 = "bayer-4"
    case bayer8 = "bayer-8"
    case bayer16 = "bayer-16"
}

/// Reduces the colours of pictures.
struct ImageQuantize: Node {
    static let displayName = "Quantize Image"
    static let category = "image/filters"
    static let summary = "Reduce the number of colours in pictures."

    @Input("The pictures.") var image: Image
    @Input("How many colours are left.", in: 1...256) var colors = 256
    @Input("How colours between them are shown.") var dither: Dither

    @Output var reduced: Image

    func run(_ context: RunContext) throws {
        let pictures = try (0..<image.pixels.shape[0]).map { index in
            try context.checkCancellation()
            return quantized(BytePicture(image.pixels[rows: index..<index + 1]))
        }
        reduced = Image(pixels: concatenate(pictures, axis: 0))
    }

    /// - Shapes: [1, H, W, 3].
    private func quantized(_ picture: BytePicture) -> Tensor {
        let palette = MedianCut(picture, limit: colors).palette
        let pixels =
            switch dither {
            case .none: picture.mapped(to: palette)
            case .floydSteinberg: picture.diffused(to: palette)
            case .bayer2: picture.patterned(to: palette, order: 2)
            case .bayer4: picture.patterned(to: palette, order: 4)
            case .bayer8: picture.patterned(to: palette, order: 8)
            case .bayer16: picture.patterned(to: palette, order: 16)
            }
        return Tensor(shape: [1, picture.height, picture.width, 3]) { values in
            for index in 0..<values.count { values[index] = Float(pixels[index / 3][index % 3]) / 255 }
        }
    }
}
