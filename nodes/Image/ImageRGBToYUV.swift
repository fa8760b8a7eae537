import Engine
import Tensors

/// Splits pictures into brightness and two colour differences.
struct ImageRGBToYUV: Node {
    static let displayName = "Image RGB to YUV"
    static let category = "image/color"
    static let summary = "Split pictures into brightness and two colour differences."

    @Input("The pictures.") var image: Image

    @Output("Y") var brightness: Image
    @Output("U") var blueness: Image
    @Output("V") var redness: Image

    func run(_ context: RunContext) {
        let planes = YUV.planes(image.pixels)
        let channels = image.pixels.shape[3]
        func gray(_ plane: Tensor) -> Image { Image(pixels: plane.repeated(channels, axis: 3)) }
        (brightness, blueness, redness) = (gray(planes.y), gray(planes.u), gray(planes.v))
    }
}
