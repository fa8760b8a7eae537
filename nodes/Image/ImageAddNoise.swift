import Diffusion
import Engine
import Tensors

/// Adds noise to pictures.
struct ImageAddNoise: Node {
    static let displayName = "Add Noise to Image"
    static let category = "image/filters"
    static let summary = "Add noise to pictures."

    @Input("The pictures.") var image: Image
    @Input("The noise to add.", in: 0...UInt64.max, isSeed: true) var seed: UInt64 = 0
    @Input("How much of it.", in: 0...1) var strength = 0.5

    @Output var noisy: Image

    func run(_ context: RunContext) {
        var generator = TorchGenerator(seed: seed)
        noisy = Image(pixels: clamp(image.pixels + generator.normal(image.pixels.shape) * Float(strength), 0...1))
    }
}
