import Tensors

/// What a language model remembers of a text: the keys and values of every position, layer by layer.
public struct KeyValueCache: Sendable {
    var layers: [Layer]

    struct Layer: Sendable {
        /// [positions, keyHeads · S].
        var keys: [Float] = []
        var values: [Float] = []

        mutating func append(keys newKeys: Tensor, values newValues: Tensor) {
            keys.append(contentsOf: newKeys.array)
            values.append(contentsOf: newValues.array)
        }
    }

    /// Positions that it holds.
    public internal(set) var count = 0

    init(layers: Int) {
        self.layers = [Layer](repeating: Layer(), count: layers)
    }

    /// Forgets everything behind the first `count` positions.
    public mutating func truncate(to count: Int) {
        precondition(0...self.count ~= count, "\(count) of \(self.count) positions")
        guard count < self.count else { return }
        for layer in layers.indices {
            let kept = layers[layer].keys.count / self.count * count
            layers[layer].keys.removeLast(layers[layer].keys.count - kept)
            layers[layer].values.removeLast(layers[layer].values.count - kept)
        }
        self.count = count
    }
}
