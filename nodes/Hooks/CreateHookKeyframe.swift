import Diffusion
import Engine

/// One strength of hooks, and from where on it counts.
struct CreateHookKeyframe: Node {
    static let displayName = "Create Hook Keyframe"
    static let category = "advanced/hooks/scheduling"
    static let summary = "Set a strength for hooks from a part of the way on."

    @Input("Factor on the hooks' own strengths.", in: -20...20) var strengthMult = 1.0
    @Input("Where it begins to count: 0 is pure noise.", in: 0...1, step: 0.001) var startPercent = 0.0
    @Input("Keyframes that there are already.", name: "prev_hook_kf") var earlier: HookKeyframesPort?

    @Output("HOOK_KF") var keyframes: HookKeyframesPort

    func run(_ context: RunContext) {
        keyframes = earlier ?? HookKeyframesPort()
        keyframes.keyframes.append(HookKeyframe(strength: strengthMult, start: startPercent))
    }
}
