import Engine
import Tensors

/// Sharpens pictures.
struct ImageSharpen: Node {
    static let displayName = "Sharpen Image"
    static let category = "image/filters"
    static let summary = "Sharpen pictures."

    @Input("The pictures.") var image: Image
    @Input("How far it looks, in pixels.", in: 1...31) var sharpenRadius = 1
    @Input("Width of the bell curve; 1 is the radius.", in: 0.1...10) var sigma = 1.0
    @Input("How much to sharpen.", in: 0...5) var alpha = 1.0

    @Output var sharpened: Image

    func run(_ context: RunContext) throws {
        let kernel = GaussianKernel(radius: sharpenRadius, sigma: sigma).sharpening(by: alpha)
        sharpened = Image(pixels: clamp(try image.pixels.filtered(by: kernel), 0...1))
    }
}
