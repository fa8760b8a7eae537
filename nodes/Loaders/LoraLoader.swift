import Engine
import Formats
import Layers
import Models

/// Changes a model and its text encoder as a small file tells, each with its own strength.
struct LoraLoader: Node {
    static let displayName = "Load LoRA (Model and CLIP)"
    static let category = "model/loaders"
    static let summary = "Change a model and its text encoder by a LoRA."

    @Input("The model.") var model: Model
    @Input("The text encoder.") var clip: CLIP
    @Input("The LoRA.", from: .models("loras")) var loraName: FileName
    @Input("How much the model changes; negative goes the other way.", in: -100...100) var strengthModel = 1.0
    @Input("How much the text encoder changes.", in: -100...100) var strengthClip = 1.0

    @Output var changedModel: Model
    @Output var changedClip: CLIP

    func run(_ context: RunContext) throws {
        (changedModel, changedClip) = (model, clip)
        guard strengthModel != 0 || strengthClip != 0 else { return }
        let lora = try LoRA(file: loadWeightsFile(loraName.path), origin: loraName.path)
        changedModel = try model.changed(by: lora, strength: strengthModel)
        changedClip = try clip.changed(by: lora, strength: strengthClip)
    }
}

extension Model {
    /// - Throws: if a layer has another shape, as that of another family has.
    func changed(by lora: LoRA, strength: Double) throws(WeightsError) -> Model {
        // What the checkpoint lacks matters to whoever samples.
        guard strength != 0, case .success(let network) = network else { return self }
        var changed = self
        changed.network = .success(try lora.applied(to: network, strength: strength))
        return changed
    }
}

extension CLIP {
    /// - Throws: if a layer has another shape, as that of another family has.
    func changed(by lora: LoRA, strength: Double) throws(WeightsError) -> CLIP {
        guard strength != 0, case .success(let encoder) = encoder else { return self }
        var changed = self
        changed.encoder = .success(try lora.applied(to: encoder, strength: strength))
        return changed
    }
}
