import Engine
import Formats
import Models

/// A network that tells foreground from background.
struct BackgroundRemovalModel: Port {
    static let portType = "BACKGROUND_REMOVAL"

    let network: BiRefNet

    let memoryCost: Int
}

/// Opens a network that tells foreground from background.
struct LoadBackgroundRemovalModel: Node {
    static let displayName = "Load Background Removal Model"
    static let category = "model/loaders"
    static let summary = "Load a network that tells the foreground of pictures from their background."

    @Input("The network, a BiRefNet.", from: .models("background_removal")) var bgRemovalName: FileName

    @Output("bg_model") var model: BackgroundRemovalModel

    func run(_ context: RunContext) throws {
        let tensors = try loadWeightsFile(bgRemovalName.path)
        model = BackgroundRemovalModel(
            network: try BiRefNet(file: tensors, origin: bgRemovalName.path),
            memoryCost: byteCount(of: tensors, below: ""))
    }
}
