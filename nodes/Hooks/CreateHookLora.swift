import Diffusion
import Engine
import Formats
import Models

/// Makes a LoRA count under some prompts only.
struct CreateHookLora: Node {
    static let displayName = "Create Hook LoRA"
    static let category = "advanced/hooks/create"
    static let summary = "Make a hook of a LoRA: prompts that carry it see the changed model."

    @Input("The LoRA.", from: .models("loras")) var loraName: FileName
    @Input("How much the model changes.", in: -20...20) var strengthModel = 1.0
    @Input("How much the text encoder changes.", in: -20...20) var strengthClip = 1.0
    @Input("Hooks that there are already.") var prevHooks: Hooks?

    @Output var hooks: Hooks

    func run(_ context: RunContext) throws {
        hooks = try prevHooks.adding(loraAt: loraName.path, model: strengthModel, encoder: strengthClip)
    }
}

extension Hooks? {
    /// - Throws: if the file is no LoRA.
    func adding(loraAt path: String, model: Double, encoder: Double) throws -> Hooks {
        guard model != 0 || encoder != 0 else { return self ?? Hooks() }
        return adding(
            .lora(try LoRA(file: loadWeightsFile(path), origin: path)), model: model, encoder: encoder)
    }

    func adding(_ source: HookedWeights.Source, model: Double, encoder: Double) -> Hooks {
        let weights = HookedWeights(source, modelStrength: model, encoderStrength: encoder)
        return (self ?? Hooks()) + Hooks(hooks: [Hook(weights)])
    }
}
