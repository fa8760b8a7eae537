import Diffusion
import Layers
import Tensors

/// What a hook changes: the weights of a model and of its text encoder, each with a strength of its own.
public final class HookedWeights: HookedChange {
    public enum Source: Sendable {
        case lora(LoRA)
        /// A whole model; what changes is the way from the hooked one to it.
        case model(UNet?, TextEncoder?)
    }

    private let source: Source
    private let modelStrength: Double
    private let encoderStrength: Double

    public init(_ source: Source, modelStrength: Double, encoderStrength: Double) {
        self.source = source
        self.modelStrength = modelStrength
        self.encoderStrength = encoderStrength
    }

    /// - Throws: if a change does not fit the tensor that it names.
    func applied(to network: UNet, times factor: Double) throws(WeightsError) -> UNet {
        let strength = modelStrength * factor
        switch source {
        case .lora(let lora): return try lora.applied(to: network, strength: strength)
        case .model(let target, _):
            guard let target else { return network }
            let moved = try network.weights.moved(to: target.weights, by: strength)
            return moved.isEmpty ? network : try UNet(network.weights.replacing(moved))
        }
    }

    func applied(to encoder: TextEncoder, times factor: Double) throws(WeightsError) -> TextEncoder {
        let strength = encoderStrength * factor
        switch source {
        case .lora(let lora): return try lora.applied(to: encoder, strength: strength)
        case .model(_, let target):
            guard let target else { return encoder }
            return try encoder.mappingModels { model, place throws(WeightsError) in
                guard place < target.parts.count else { return model }
                let moved = try model.weights.moved(to: target.parts[place].encoder.model.weights, by: strength)
                return moved.isEmpty ? model : try model.replacing(moved)
            }
        }
    }
}

extension UNet {
    /// The network as prompts with these hooks see it.
    ///
    /// - Throws: if a change does not fit the tensor that it names.
    public func hooked(by hooks: [ActiveHook]) throws(WeightsError) -> UNet {
        var network = self
        for hook in hooks {
            guard let weights = hook.change as? HookedWeights else { continue }
            network = try weights.applied(to: network, times: hook.strength)
        }
        return network
    }
}

extension TextEncoder {
    /// The text encoder with the changes of these hooks.
    ///
    /// - Throws: if a change does not fit the tensor that it names.
    public func hooked(by hooks: [ActiveHook]) throws(WeightsError) -> TextEncoder {
        var encoder = self
        for hook in hooks {
            guard let weights = hook.change as? HookedWeights else { continue }
            encoder = try weights.applied(to: encoder, times: hook.strength)
        }
        return encoder
    }
}

extension Weights {
    /// Those of the tensors that `target` has as well, moved towards its.
    ///
    /// - Throws: if one has another shape there, as in another family.
    fileprivate func moved(to target: Weights, by strength: Double) throws(WeightsError) -> [String: StoredTensor] {
        let target = target.advising("Hook a model of the same family.")
        var moved: [String: StoredTensor] = [:]
        // Counters of positions are no weights.
        for name in names where target.has(name) && !name.hasSuffix("position_ids") {
            guard let shape = shape(name) else { continue }
            let current = try self(name, shape)
            moved[name] = StoredTensor(
                shape: shape, element: .float32,
                source: MovedWeights(
                    current: current, start: current.unchanged, end: try target(name, shape), strength: strength))
        }
        return moved
    }
}
