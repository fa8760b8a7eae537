import Engine
import Formats
import Models

/// Changes a model as `LoraLoaderModelOnly` does; `LoraLoaderBypass` tells where ComfyUI differs.
struct LoraLoaderBypassModelOnly: Node {
    static let displayName = "Load LoRA (Bypass, Model Only) (for debugging)"
    static let category = "model/loaders"
    static let summary = "Change a model by a LoRA, without changing weights."

    @Input("The model.") var model: Model
    @Input("The LoRA.", from: .models("loras")) var loraName: FileName
    @Input("How much the model changes; negative goes the other way.", in: -100...100) var strengthModel = 1.0

    @Output var changed: Model

    func run(_ context: RunContext) throws {
        changed = model
        guard strengthModel != 0 else { return }
        let lora = try LoRA(file: loadWeightsFile(loraName.path), origin: loraName.path)
        changed = try model.changed(by: lora, strength: strengthModel)
    }
}
