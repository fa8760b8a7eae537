import Engine
import Tensors

/// Blurs pictures.
struct ImageBlur: Node {
    static let displayName = "Blur Image"
    static let category = "image/filters"
    static let summary = "Blur pictures."

    @Input("The pictures.") var image: Image
    @Input("How far the blur reaches, in pixels.", in: 1...31) var blurRadius = 1
    @Input("Width of the bell curve; 1 is the radius.", in: 0.1...10, step: 0.1) var sigma = 1.0

    @Output var blurred: Image

    func run(_ context: RunContext) throws {
        blurred = Image(pixels: try image.pixels.filtered(by: GaussianKernel(radius: blurRadius, sigma: sigma)))
    }
}
