import Diffusion
import Engine
import Tensors

/// What the nodes for pairs of prompts set at once.
struct ConditioningProperties {
    var mask: Mask?
    var strength = 1.0
    var area = MaskedArea.all
    var hooks: Hooks?
    var range: TimestepsRange?

    func set(on prompt: Conditioning) -> Conditioning {
        prompt.mapping { entry in
            if let hooks { entry.hooks = entry.hooks.joined(with: hooks.hooks) }
            if let mask {
                entry.mask = mask.values
                entry.isCutToMask = area == .bounds
                entry.maskStrength = strength
            }
            if let range { (entry.start, entry.end) = (range.start, range.end) }
        }
    }
}

extension Conditioning {
    /// For the places that other prompts leave.
    func asDefault(_ hooks: Hooks?) -> Conditioning {
        ConditioningProperties(hooks: hooks).set(on: self).mapping { $0.isDefault = true }
    }
}
