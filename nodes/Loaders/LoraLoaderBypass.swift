import Engine
import Formats
import Models

/// Changes a model and its text encoder as `LoraLoader` does. ComfyUI adds a LoRA's products beside the layers here rather
/// than to their weights; Darkroom always does where that costs less.
struct LoraLoaderBypass: Node {
    static let displayName = "Load LoRA (Bypass) (For debugging)"
    static let category = "model/loaders"
    static let summary = "Change a model and its text encoder by a LoRA, without changing weights."

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
