import Engine
import Formats
import Models

/// Changes keys and values of a model's attention by small networks.
struct HypernetworkLoader: Node {
    static let displayName = "Load Hypernetwork"
    static let category = "model/loaders"
    static let summary = "Change a model by a hypernetwork."

    @Input("The model.") var model: Model
    @Input("The hypernetwork.", from: .models("hypernetworks")) var hypernetworkName: FileName
    @Input("How much it changes the model.", in: -10...10) var strength = 1.0

    @Output var changed: Model

    func run(_ context: RunContext) throws {
        let path = hypernetworkName.path
        let hypernetwork = try Hypernetwork(
            file: loadWeightsFile(path), texts: loadWeightsTexts(path), origin: path)
        changed = model
        changed.patches.hypernetworks.append(AppliedHypernetwork(hypernetwork, strength: strength))
    }
}
