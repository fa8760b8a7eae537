import Diffusion
import Engine

extension HookTransition: Choice {}

/// Strengths of hooks that go evenly from one value to another.
struct CreateHookKeyframesInterpolated: Node {
    static let displayName = "Create Hook Keyframes Interp."
    static let category = "advanced/hooks/scheduling"
    static let summary = "Let hooks go from one strength to another over a part of the way."

    @Input("Factor on the hooks' strengths at the beginning.", in: 0...10, step: 0.001) var strengthStart = 1.0
    @Input("The same at the end.", in: 0...10, step: 0.001) var strengthEnd = 1.0
    @Input("How it goes from one to the other.") var interpolation: HookTransition
    @Input("Where it begins: 0 is pure noise.", in: 0...1, step: 0.001) var startPercent = 0.0
    @Input("Where it ends: 1 is the finished picture.", in: 0...1, step: 0.001) var endPercent = 1.0
    @Input("In how many parts.", in: 2...100) var keyframesCount = 5
    @Input("For ComfyUI's log; Darkroom tells nothing of it.") var printKeyframes = false
    @Input("Keyframes that there are already.", name: "prev_hook_kf") var earlier: HookKeyframesPort?

    @Output("HOOK_KF") var keyframes: HookKeyframesPort

    func run(_ context: RunContext) {
        keyframes = earlier ?? HookKeyframesPort()
        keyframes.keyframes += HookKeyframes.evenlySpread(
            interpolation.strengths(keyframesCount, from: strengthStart, to: strengthEnd), from: startPercent,
            to: endPercent)
    }
}
