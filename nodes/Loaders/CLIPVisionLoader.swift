import Engine
import Formats
import Layers
import Models

/// What sees pictures for a prompt.
struct VisionModel: Port {
    static let portType = "CLIP_VISION"

    /// A file may lack it; that matters to whoever looks.
    let network: Result<CLIPVisionModel, WeightsError>

    let memoryCost: Int
}

/// Opens a CLIP vision model.
struct CLIPVisionLoader: Node {
    static let displayName = "Load CLIP Vision"
    static let category = "model/loaders"
    static let summary = "Load what sees pictures for a prompt."

    @Input("The vision model.", from: .models("clip_vision")) var clipName: FileName

    @Output var clipVision: VisionModel

    func run(_ context: RunContext) throws {
        let tensors = try loadWeightsFile(clipName.path)
        clipVision = VisionModel(
            network: .success(try CLIPVisionModel(file: tensors, origin: clipName.path)),
            memoryCost: byteCount(of: tensors, below: ""))
    }
}
