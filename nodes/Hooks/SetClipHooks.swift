import Engine

/// Changes a text encoder by hooks, and hands them on to the prompts that it encodes.
struct SetClipHooks: Node {
    static let displayName = "Set CLIP Hooks"
    static let category = "advanced/hooks/clip"
    static let summary = "Let hooks change a text encoder and the prompts that it encodes."

    @Input("The text encoder.") var clip: CLIP
    @Input("Whether its prompts carry the hooks to the model.") var applyToConds = true
    @Input("Whether prompts are encoded anew wherever the hooks' strength changes.") var scheduleClip = false
    @Input("The hooks.") var hooks: Hooks?

    @Output var hooked: CLIP

    func run(_ context: RunContext) {
        hooked = clip
        guard let hooks else { return }
        hooked.hooks.own = hooks.hooks
        if applyToConds { hooked.hooks.forPrompts = hooks.hooks }
        hooked.hooks.followsSchedule = scheduleClip
    }
}
