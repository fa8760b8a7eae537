import Engine
import Tensors

/// Makes masks of what has one colour.
struct ImageColorToMask: Node {
    static let displayName = "Convert Image Color to Mask"
    static let category = "image/mask"
    static let summary = "Make masks that are white where pictures have one colour exactly."

    @Input("The pictures.") var image: Image
    @Input("The colour, as red · 65536 + green · 256 + blue.", in: 0...16_777_215) var color = 0

    @Output var mask: Mask

    func run(_ context: RunContext) {
        let wanted = [color >> 16, color >> 8, color].map { Float($0 & 255) }
        let channels = image.pixels.shape[3]
        mask = Mask(
            values: Tensor(shape: Array(image.pixels.shape.dropLast())) { mask in
                let pixels = image.pixels.values
                for place in 0..<mask.count {
                    let isAlike = wanted.indices.allSatisfy { channel in
                        let level = min(max(pixels[place * channels + channel], 0), 1) * 255
                        return level.rounded(.toNearestOrEven) == wanted[channel]
                    }
                    mask[place] = isAlike ? 1 : 0
                }
            })
    }
}
