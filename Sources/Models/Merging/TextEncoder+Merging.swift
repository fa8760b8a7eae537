import Layers
import Tensors

extension TextEncoder {
    /// A text encoder whose weights are sums of this one's and of another's, each times a factor.
    ///
    /// - Throws: if a tensor of the other one has another shape, as that of another family has.
    public func combined(
        with other: TextEncoder, own: Double, other factor: Double
    ) throws(WeightsError) -> TextEncoder {
        try mappingModels { model, place throws(WeightsError) in
            guard place < other.parts.count else { return model }
            return try model.combined(with: other.parts[place].encoder.model, own: own, other: factor)
        }
    }
}

extension CLIPTextModel {
    func combined(with other: CLIPTextModel, own: Double, other factor: Double) throws(WeightsError) -> CLIPTextModel {
        guard own != 1 || factor != 0 else { return self }
        let others = other.weights.advising("Merge text encoders of the same family.")
        var sums: [String: StoredTensor] = [:]
        for name in weights.names {
            // Counters of positions are no weights.
            guard let shape = weights.shape(name), others.has(name), !name.hasSuffix("position_ids") else { continue }
            sums[name] = TensorSum.of(
                try weights(name, shape), try others(name, shape), firstFactor: own, secondFactor: factor)
        }
        return sums.isEmpty ? self : try replacing(sums)
    }
}
