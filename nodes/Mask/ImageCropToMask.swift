import Engine
import Tensors

/// Cuts out what masks show.
struct ImageCropToMask: Node {
    static let displayName = "Crop Image to Mask"
    static let category = "image/transform"
    static let summary = "Cut out what masks show, put a colour behind it, and bring it to a size."

    @Input("The pictures.") var images: Image
    @Input("White where the things are that are cut out; one for each picture, or one for all.") var masks: Mask
    @Input("Width of the result, in pixels.", in: 64...4096, step: 8) var width = 1024
    @Input("Height of the result, in pixels.", in: 64...4096, step: 8) var height = 1024
    @Input("By what the rectangle grows beyond what the mask shows.", in: 1...2, step: 0.01) var padFactor = 1.0
    @Input("By how many pixels the mask grows first; negative ones shrink.", in: -32...32) var growMask = 0
    @Input("The colour behind it: # and six hexadecimal digits; anything else is black.") var background = "#000000"

    @Output("images") var cut: Image

    func run(_ context: RunContext) throws {
        let pixels = images.pixels.shape[3] > 3 ? images.pixels.sliced(axis: 3, 0..<3) : images.pixels
        guard pixels.shape[3] == 3 else { throw PixelError.otherChannels(pixels.shape[3], wanted: 3) }
        let count = pixels.shape[0]
        var masks = masks.values
        guard masks.shape[0] == 1 || masks.shape[0] == count else {
            throw PixelError.otherSizes([masks.shape, Array(pixels.shape.prefix(3))])
        }
        if masks.shape.dropFirst() != pixels.shape[1...2] {
            masks = resized(
                masks.reshaped(masks.shape + [1]), height: pixels.shape[1], width: pixels.shape[2], method: .bilinear
            ).reshaped([masks.shape[0], pixels.shape[1], pixels.shape[2]])
        }
        let subject = MaskedSubject(
            size: (height: height, width: width), padding: padFactor, growth: growMask, background: colour)
        var results: [Tensor] = []
        for index in 0..<count {
            try context.progress(index, of: count)
            let own = masks.shape[0] == 1 ? 0 : index
            results.append(
                try subject.cut(clamp(pixels[rows: index..<index + 1], 0...1), clamp(masks[rows: own..<own + 1], 0...1))
            )
        }
        cut = Image(pixels: concatenate(results, axis: 0))
    }

    /// Red, green and blue, 0 to 1.
    private var colour: [Float] {
        let digits = background.drop { $0 == "#" }
        guard digits.count == 6, let number = Int(digits, radix: 16), digits.allSatisfy(\.isHexDigit) else {
            return [0, 0, 0]
        }
        return [16, 8, 0].map { Float(Double(number >> $0 & 255) / 255) }
    }
}
