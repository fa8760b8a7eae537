import Engine
import Models

/// Makes another checkpoint count under some prompts only.
struct CreateHookModelAsLora: Node {
    static let displayName = "Create Hook Model as LoRA"
    static let category = "advanced/hooks/create"
    static let summary = "Make a hook of a checkpoint: prompts that carry it see the model moved towards it."

    @Input("The checkpoint.", from: .models("checkpoints")) var ckptName: FileName
    @Input("How far the model moves: at 1 it is the other one.", in: -20...20) var strengthModel = 1.0
    @Input("How far the text encoder moves.", in: -20...20) var strengthClip = 1.0
    @Input("Hooks that there are already.") var prevHooks: Hooks?

    @Output var hooks: Hooks

    func run(_ context: RunContext) throws {
        hooks = try prevHooks.adding(checkpointAt: ckptName.path, model: strengthModel, encoder: strengthClip)
    }
}

extension Hooks? {
    /// - Throws: if the file cannot be read; a part that it lacks changes nothing.
    func adding(checkpointAt path: String, model: Double, encoder: Double) throws -> Hooks {
        let checkpoint = try Checkpoint(path)
        return adding(
            .model(try? checkpoint.model.network.get(), try? checkpoint.clip.encoder.get()), model: model,
            encoder: encoder)
    }
}
