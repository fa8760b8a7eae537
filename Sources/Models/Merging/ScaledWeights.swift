import Layers
import Tensors

extension UNet {
    /// A network with weights times factors, by their names in the original layout; nil leaves one alone.
    ///
    /// - Throws: if the weights describe no network any more, which cannot be.
    public func scaled(by factor: (_ name: String) -> Double?) throws(WeightsError) -> UNet {
        let scaled = try weights.scaled(by: factor)
        return scaled.isEmpty ? self : try UNet(weights.replacing(scaled))
    }
}

extension TextEncoder {
    /// A text encoder with weights times factors, by their names in the layout of transformers; nil leaves one alone.
    public func scaled(by factor: (_ name: String) -> Double?) throws(WeightsError) -> TextEncoder {
        try mappingModels { model, _ throws(WeightsError) in
            let scaled = try model.weights.scaled(by: factor)
            return scaled.isEmpty ? model : try model.replacing(scaled)
        }
    }
}

extension Weights {
    fileprivate func scaled(by factor: (String) -> Double?) throws(WeightsError) -> [String: StoredTensor] {
        var scaled: [String: StoredTensor] = [:]
        for name in names {
            guard let shape = shape(name), let factor = factor(name), factor != 1 else { continue }
            scaled[name] = StoredTensor(
                shape: shape, element: .float32,
                source: WeightedSum(first: try self(name, shape), firstFactor: factor, second: nil, secondFactor: 0))
        }
        return scaled
    }
}
