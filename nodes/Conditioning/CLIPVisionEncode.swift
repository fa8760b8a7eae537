import Engine
import Models
import Tensors

/// What a vision model sees in pictures.
struct VisionOutput: Port {
    static let portType = "CLIP_VISION_OUTPUT"

    let seen: CLIPVisionModel.Output

    var memoryCost: Int { 4 * (seen.last.count + seen.penultimate.count + seen.embedding.count) }
}

/// How a picture becomes square.
enum VisionCrop: String, Choice {
    case center
    case none
}

/// Looks at pictures for a prompt.
struct CLIPVisionEncode: Node {
    static let displayName = "CLIP Vision Encode"
    static let category = "model/conditioning"
    static let summary = "Let a vision model look at pictures."

    @Input("The vision model.") var clipVision: VisionModel
    @Input("The pictures.") var image: Image
    @Input("Whether the middle is cut out, or the picture squeezed to a square.") var crop: VisionCrop

    @Output var clipVisionOutput: VisionOutput

    func run(_ context: RunContext) throws {
        clipVisionOutput = VisionOutput(seen: try clipVision.network.get()(image.pixels, crop: crop == .center))
    }
}
