import Engine

/// Makes a LoRA count under some prompts only, and leaves the text encoder alone.
struct CreateHookLoraModelOnly: Node {
    static let displayName = "Create Hook LoRA (MO)"
    static let category = "advanced/hooks/create"
    static let summary = "Make a hook of a LoRA that changes the model alone."

    @Input("The LoRA.", from: .models("loras")) var loraName: FileName
    @Input("How much the model changes.", in: -20...20) var strengthModel = 1.0
    @Input("Hooks that there are already.") var prevHooks: Hooks?

    @Output var hooks: Hooks

    func run(_ context: RunContext) throws {
        hooks = try prevHooks.adding(loraAt: loraName.path, model: strengthModel, encoder: 0)
    }
}
