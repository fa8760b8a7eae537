import Engine
import Formats
import Models

/// Opens what tells a model where in the picture objects lie.
struct GLIGENLoader: Node {
    static let displayName = "Load GLIGEN Model"
    static let category = "model/loaders"
    static let summary = "Load what tells a model where in the picture objects lie."

    @Input("The GLIGEN file.", from: .models("gligen")) var gligenName: FileName

    @Output var gligen: GroundingModel

    func run(_ context: RunContext) throws {
        let tensors = try loadWeightsFile(gligenName.path)
        gligen = GroundingModel(
            network: try GLIGEN(file: tensors, origin: gligenName.path), memoryCost: byteCount(of: tensors, below: ""))
    }
}
