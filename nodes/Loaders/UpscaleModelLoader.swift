import Engine
import Formats
import Models

/// A network that enlarges pictures.
struct UpscaleModel: Port {
    static let portType = "UPSCALE_MODEL"

    let network: ESRGAN

    let memoryCost: Int
}

/// Opens a network that enlarges pictures.
struct UpscaleModelLoader: Node {
    static let displayName = "Load Upscale Model"
    static let category = "model/loaders"
    static let summary = "Load a network that enlarges pictures."

    @Input("The network.", from: .models("upscale_models")) var modelName: FileName

    @Output var upscaleModel: UpscaleModel

    func run(_ context: RunContext) throws {
        let tensors = try loadWeightsFile(modelName.path)
        upscaleModel = UpscaleModel(
            network: try ESRGAN(file: tensors, origin: modelName.path), memoryCost: byteCount(of: tensors, below: ""))
    }
}
