import Engine

/// Makes another checkpoint count under some prompts only, and leaves the text encoder alone.
struct CreateHookModelAsLoraModelOnly: Node {
    static let displayName = "Create Hook Model as LoRA (MO)"
    static let category = "advanced/hooks/create"
    static let summary = "Make a hook of a checkpoint that changes the model alone."

    @Input("The checkpoint.", from: .models("checkpoints")) var ckptName: FileName
    @Input("How far the model moves: at 1 it is the other one.", in: -20...20) var strengthModel = 1.0
    @Input("Hooks that there are already.") var prevHooks: Hooks?

    @Output var hooks: Hooks

    func run(_ context: RunContext) throws {
        hooks = try prevHooks.adding(checkpointAt: ckptName.path, model: strengthModel, encoder: 0)
    }
}
