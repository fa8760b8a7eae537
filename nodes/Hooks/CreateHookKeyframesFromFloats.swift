import Diffusion
import Engine

/// Strengths of hooks as another node lists them.
struct CreateHookKeyframesFromFloats: Node {
    static let displayName = "Create Hook Keyframes From Floats"
    static let category = "advanced/hooks/scheduling"
    static let summary = "Spread a list of strengths over a part of the way."

    @Input("Factors on the hooks' strengths.", name: "floats_strength") var strengths: Floats
    @Input("Where the first one counts: 0 is pure noise.", in: 0...1, step: 0.001) var startPercent = 0.0
    @Input("Where the last one begins: 1 is the finished picture.", in: 0...1, step: 0.001) var endPercent = 1.0
    @Input("For ComfyUI's log; Darkroom tells nothing of it.") var printKeyframes = false
    @Input("Keyframes that there are already.", name: "prev_hook_kf") var earlier: HookKeyframesPort?

    @Output("HOOK_KF") var keyframes: HookKeyframesPort

    func run(_ context: RunContext) {
        keyframes = earlier ?? HookKeyframesPort()
        keyframes.keyframes += HookKeyframes.evenlySpread(strengths.values, from: startPercent, to: endPercent)
    }
}
