import Layers
import Tensors

/// A control network that is kept as what differs from a diffusion model, in thin factors (control-LoRA).
///
/// Source: https://huggingface.co/stabilityai/control-lora, whose weight names it reads.
public struct ThinControl: Sendable {
    private let tensors: [String: StoredTensor]
    private let origin: String

    /// Nil if the file holds another kind of network.
    public init?(file tensors: [String: StoredTensor], origin: String) {
        guard tensors["lora_controlnet"] != nil else { return nil }
        self.tensors = tensors
        self.origin = origin
    }

    /// The control network beside the model that it steers; what both have in common is shared.
    ///
    /// - Throws: if the file was made for another model, or is damaged.
    public func network(beside model: UNet) throws(WeightsError) -> ControlNet {
        var whole: [String: StoredTensor] = [:]
        for name in model.weights.names where Self.roots.contains(where: { name.hasPrefix($0) }) {
            whole[name] = try model.weights(name, model.weights.shape(name) ?? [])
        }
        for (name, tensor) in tensors where name.hasSuffix(".weight") || name.hasSuffix(".bias") {
            whole[name] = tensor
        }
        for (name, up) in tensors where name.hasSuffix(".up") {
            let part = String(name.dropLast(3))
            guard let down = tensors[part + ".down"], let original = whole[part + ".weight"] else { continue }
            whole[part + ".weight"] = try changed(original, up, down, part)
        }
        return try ControlNet(
            Weights(whole, origin: origin, remedy: "Choose a control network that was made for this model."))
    }

    /// What a control network has in common with a U-Net.
    private static let roots = ["input_blocks.", "middle_block.", "time_embed.", "label_emb."]

    private func changed(
        _ original: StoredTensor, _ up: StoredTensor, _ down: StoredTensor, _ part: String
    ) throws(WeightsError) -> StoredTensor {
        guard let change = try? WeightChange([.up: up, .down: down]), change.fits(original.shape, "weight") else {
            throw WeightsError(
                .unsupported("its change of '\(part)' does not fit \(original.shape)"), origin: origin,
                remedy: "Choose a control network that was made for this model.")
        }
        return StoredTensor(
            shape: original.shape, element: .float32,
            source: ChangedWeights(original: original, change: change, leaf: "weight", strength: 1))
    }
}
