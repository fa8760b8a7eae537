import Diffusion
import Engine

/// Changes of weights that count under some prompts only.
struct Hooks: Port {
    static let portType = "HOOKS"

    var hooks: [Hook] = []

    /// Of the hooks themselves; what they change lies in files.
    var memoryCost: Int { 64 * hooks.count }

    /// With other keyframes for all of them.
    func with(_ keyframes: HookKeyframes?) -> Hooks {
        Hooks(
            hooks: hooks.map { hook in
                var hook = hook
                hook.keyframes = keyframes
                return hook
            })
    }

    static func + (a: Hooks, b: Hooks) -> Hooks { Hooks(hooks: a.hooks.joined(with: b.hooks)) }
}

/// How strong hooks are when.
struct HookKeyframesPort: Port {
    static let portType = "HOOK_KEYFRAMES"

    var keyframes: [HookKeyframe] = []

    var memoryCost: Int { 24 * keyframes.count }
}

/// A part of the way from noise to picture.
struct TimestepsRange: Port {
    static let portType = "TIMESTEPS_RANGE"

    let start: Double, end: Double

    var memoryCost: Int { 16 }
}

/// A list of numbers. No node of ComfyUI's own makes one.
struct Floats: Port {
    static let portType = "FLOATS"

    let values: [Double]

    var memoryCost: Int { 8 * values.count }
}
