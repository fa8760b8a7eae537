import Engine
import Tensors

/// Resizes pictures to the sizes that Flux Kontext was trained with.
struct FluxKontextImageScale: Node {
    static let category = "model/conditioning/flux"
    static let summary = "Resize pictures to the nearest of the sizes that Flux Kontext was trained with."

    @Input("The pictures.") var image: Image

    @Output var scaled: Image

    /// All about a million pixels.
    private static let sizes = [
        (672, 1568), (688, 1504), (720, 1456), (752, 1392), (800, 1328), (832, 1248), (880, 1184), (944, 1104),
        (1024, 1024), (1104, 944), (1184, 880), (1248, 832), (1328, 800), (1392, 752), (1456, 720), (1504, 688),
        (1568, 672),
    ]

    func run(_ context: RunContext) {
        let aspect = Double(image.pixels.shape[2]) / Double(image.pixels.shape[1])
        func miss(_ size: (width: Int, height: Int)) -> Double {
            abs(aspect - Double(size.width) / Double(size.height))
        }
        let nearest = Self.sizes.min { miss($0) < miss($1) } ?? (1024, 1024)
        scaled = Image(
            pixels: resized(
                image.pixels, height: nearest.1, width: nearest.0, method: .lanczos, crop: .center))
    }
}
