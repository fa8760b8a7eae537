import Diffusion
import Engine
import Tensors

/// Cuts a rectangle out of pictures, wherever chance puts it.
struct RandomCropImages: Node {
    static let displayName = "Crop Image (Random)"
    static let category = "image/transform"
    static let summary =
        "Cut a rectangle out of pictures at a place that the seed decides, the same in each of a batch."

    @Input("The pictures.") var images: Image
    @Input("Its width, in pixels; no more than the picture has.", in: 1...8192) var width = 512
    @Input("Its height, in pixels; no more than the picture has.", in: 1...8192) var height = 512
    @Input("What decides the place.", in: 0...UInt64.max, isSeed: true) var seed: UInt64 = 0

    @Output("images") var cropped: Image

    func run(_ context: RunContext) {
        let (rows, columns) = (images.pixels.shape[1], images.pixels.shape[2])
        var generator = NumPyGenerator(seed: seed)
        let left = columns > width ? generator.integer(below: columns - width + 1) : 0
        let top = rows > height ? generator.integer(below: rows - height + 1) : 0
        cropped = Image(
            pixels: images.pixels.window(
                top..<min(rows, top + height), left..<min(columns, left + width), axes: (1, 2)
            ).inBytes)
    }
}

extension NumPyGenerator {
    /// The generator that data-set nodes seed with a seed of 64 bits.
    init(seed: UInt64) { self.init(seed: UInt32(seed % UInt64(UInt32.max))) }
}
