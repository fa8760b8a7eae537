import Diffusion
import Engine

/// Says how strong hooks are when.
struct SetHookKeyframes: Node {
    static let displayName = "Set Hook Keyframes"
    static let category = "advanced/hooks/scheduling"
    static let summary = "Let hooks grow stronger or weaker on the way from noise to picture."

    @Input("The hooks.") var hooks: Hooks
    @Input("How strong they are when.", name: "hook_kf") var keyframes: HookKeyframesPort?

    @Output var scheduled: Hooks

    func run(_ context: RunContext) {
        scheduled = keyframes.map { hooks.with(HookKeyframes($0.keyframes)) } ?? hooks
    }
}
