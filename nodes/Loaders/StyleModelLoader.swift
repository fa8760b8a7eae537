import Engine
import Formats
import Models

/// What makes words of a picture's style.
struct StyleModel: Port {
    static let portType = "STYLE_MODEL"

    let network: StyleAdapter

    let memoryCost: Int
}

/// Opens a style adapter.
struct StyleModelLoader: Node {
    static let displayName = "Load Style Model"
    static let category = "model/loaders"
    static let summary = "Load what makes words of a picture's style."

    @Input("The style model.", from: .models("style_models")) var styleModelName: FileName

    @Output var styleModel: StyleModel

    func run(_ context: RunContext) throws {
        let tensors = try loadWeightsFile(styleModelName.path)
        styleModel = StyleModel(
            network: try StyleAdapter(file: tensors, origin: styleModelName.path),
            memoryCost: byteCount(of: tensors, below: ""))
    }
}
