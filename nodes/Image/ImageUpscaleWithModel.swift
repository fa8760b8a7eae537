import Engine
import Models

/// Enlarges pictures with a network made for it.
struct ImageUpscaleWithModel: Node {
    static let displayName = "Upscale Image (using Model)"
    static let category = "image/upscaling"
    static let summary = "Enlarge pictures with a network, as much as the network does."

    @Input("The network that enlarges.") var upscaleModel: UpscaleModel
    @Input("The pictures.") var image: Image

    @Output var enlarged: Image

    func run(_ context: RunContext) throws {
        enlarged = Image(pixels: try upscaleModel.network(image.pixels))
    }
}
