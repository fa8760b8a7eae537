import Engine
import Tensors

/// A picture of one colour.
struct EmptyImage: Node {
    static let displayName = "Empty Image"
    static let category = "image"
    static let summary = "Make pictures of one colour."

    @Input("Width, in pixels.", in: 1...16_384) var width = 512
    @Input("Height, in pixels.", in: 1...16_384) var height = 512
    @Input("How many.", in: 1...4096) var batchSize = 1
    @Input("The colour, as red · 65536 + green · 256 + blue.", in: 0...16_777_215) var color = 0

    @Output var image: Image

    func run(_ context: RunContext) {
        let levels = [color >> 16, color >> 8, color].map { Float(Double($0 & 255) / 255) }
        image = Image(
            pixels: Tensor(shape: [batchSize, height, width, 3]) { pixels in
                for index in 0..<pixels.count { pixels[index] = levels[index % 3] }
            })
    }
}
