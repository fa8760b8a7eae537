import Engine
import Formats
import Models

/// Opens a control network that may be kept as the difference from a model.
struct DiffControlNetLoader: Node {
    static let displayName = "Load ControlNet Model (diff)"
    static let category = "model/loaders"
    static let summary = "Load a control network that is kept as the difference from a model."

    @Input("The model that it differs from.") var model: Model
    @Input("The control network.", from: .models("controlnet")) var controlNetName: FileName

    @Output var controlNet: ControlNetwork

    func run(_ context: RunContext) throws {
        let tensors = try loadWeightsFile(controlNetName.path)
        let network = try model.network.get()
        guard tensors["difference"] != nil else {
            controlNet = try ControlNetwork(tensors: tensors, path: controlNetName.path)
            return
        }
        controlNet = ControlNetwork(
            kind: .copy(try ControlNet(file: tensors, addedTo: network, origin: controlNetName.path)),
            memoryCost: byteCount(of: tensors, below: ""))
    }
}
