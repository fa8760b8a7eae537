import Layers
import Tensors

/// A file of small changes to the weights of a model, as products of thin matrices.
///
/// Source: Hu et al. 2021, "LoRA"; spellings of names as ComfyUI's `lora.py` accepts them.
public struct LoRA: Sendable {
    private let changes: [String: WeightChange]
    private let origin: String

    /// What the file names but Darkroom cannot apply; a user may want to know.
    public let unknownNames: [String]

    /// - Parameter origin: the file, as messages call it.
    /// - Throws: if the file holds no change at all, or its factors do not fit each other.
    public init(file tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        var factors: [String: [WeightChange.Factor: StoredTensor]] = [:]
        var unknown: [String] = []
        for (name, tensor) in tensors {
            guard let (target, factor) = WeightChange.Factor.split(name) else {
                unknown.append(name)
                continue
            }
            factors[target, default: [:]][factor] = tensor
        }
        var changes: [String: WeightChange] = [:]
        for (target, factors) in factors {
            do {
                changes[target] = try WeightChange(factors)
            } catch {
                throw WeightsError(
                    .unsupported("the factors of '\(target)' \(error.fact)"), origin: origin,
                    remedy: "The file may be damaged; choose another.")
            }
        }
        guard !changes.isEmpty else {
            throw WeightsError(
                .unsupported("no tensor here changes a model's weights"), origin: origin,
                remedy: "This file is no LoRA; choose another.")
        }
        self.changes = changes
        self.origin = origin
        unknownNames = unknown.sorted()
    }

    /// The network with its weights changed; layers that the file does not name are shared with the original.
    ///
    /// - Throws: if a change does not fit the tensor that it names.
    public func applied(to network: UNet, strength: Double) throws(WeightsError) -> UNet {
        let replaced = try patches(for: network.weights, strength: strength) { part in
            LoRANames.unet(part, diffusers: network.configuration.diffusersName(of: part))
        }
        return replaced.isEmpty ? network : try UNet(network.weights.replacing(replaced))
    }

    /// The text encoder with its weights changed.
    ///
    /// - Throws: if a change does not fit the tensor that it names.
    public func applied(to encoder: TextEncoder, strength: Double) throws(WeightsError) -> TextEncoder {
        try encoder.mappingModels { model, place throws(WeightsError) in
            let replaced = try patches(for: model.weights, strength: strength) { part in
                LoRANames.textEncoder(part, place: place)
            }
            return replaced.isEmpty ? model : try model.replacing(replaced)
        }
    }

    /// Names of the file that `applied` would find in a network and a text encoder.
    private func patches(
        for weights: Weights, strength: Double, spellings: (String) -> [String]
    ) throws(WeightsError) -> [String: StoredTensor] {
        var patches: [String: StoredTensor] = [:]
        for name in weights.names {
            for leaf in ["weight", "bias"] where name.hasSuffix(".\(leaf)") {
                let part = String(name.dropLast(leaf.count + 1))
                guard let change = spellings(part).lazy.compactMap({ changes[$0] }).first, change.touches(leaf) else {
                    continue
                }
                let shape = weights.shape(name) ?? []
                let stored = try weights(name, shape)
                guard change.fits(shape, leaf) else {
                    throw WeightsError(
                        .unsupported("its change of '\(part)' does not fit \(shape)"), origin: origin,
                        remedy: "Choose a LoRA of the model's family.")
                }
                patches[name] = StoredTensor(
                    shape: shape, element: .float32,
                    source: ChangedWeights(
                        original: stored, change: change, leaf: leaf, strength: strength))
            }
        }
        return patches
    }
}
