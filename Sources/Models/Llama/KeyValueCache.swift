import Kernels
import Tensors

/// What a language model remembers of a text: the keys and values of every position, layer by layer.
///
/// A copy shares what both hold: texts with the same beginning can go on from copies of one cache.
public struct KeyValueCache: Sendable {
    var layers: [KeyValuePages]

    /// Positions that it holds.
    public var count: Int { layers.first?.count ?? 0 }

    /// Whether its positions are told in the way of long texts.
    let isLong: Bool

    /// How keys and values are remembered.
    public let element: KeyValueElement

    /// Bytes that it takes, or shares.
    public var byteCount: Int { layers.reduce(0) { $0 + $1.byteCount } }

    /// - Parameter windows: for each layer the positions that new tokens look back at, or nil for all.
    init(isLong: Bool, windows: [Int?], _ element: KeyValueElement, heads: Int, headLength: Int) {
        self.isLong = isLong
        self.element = element
        layers = windows.map { KeyValuePages(element, heads: heads, headLength: headLength, window: $0) }
    }

    /// Whether a text can go on from the first `count` positions: layers with a window let go of what lies before it.
    public func canTruncate(to count: Int) -> Bool { layers.allSatisfy { $0.canTruncate(to: count) } }

    /// Whether all layers hold all positions.
    public var isWhole: Bool { layers.allSatisfy(\.isWhole) }

    /// The pages of a layer, which are not held here until they are put back.
    mutating func takeLayer(_ index: Int) -> KeyValuePages {
        let pages = layers[index]
        layers[index] = KeyValuePages(pages.element, heads: 0, headLength: 0)
        return pages
    }

    /// Forgets everything behind the first `count` positions, which must be possible (`canTruncate`).
    public mutating func truncate(to count: Int) {
        for layer in layers.indices { layers[layer].truncate(to: count) }
    }

    /// Keys, then values, of each layer, which must hold them all (`isWhole`).
    ///
    /// - Shapes: [T, heads · S] each.
    public var numbers: [Tensor] { layers.flatMap { [$0.numbers.keys, $0.numbers.values] } }

    /// Takes what `numbers` of such a cache has said, in the place of what is held.
    ///
    /// - Returns: whether they are of such a model.
    public mutating func hold(_ numbers: [Tensor]) -> Bool {
        let fits =
            numbers.count == 2 * layers.count
            && zip(numbers.indices, numbers).allSatisfy { index, tensor in
                tensor.shape == [numbers[0].shape[0], layers[index / 2].width]
            }
        guard fits else { return false }
        truncate(to: 0)
        for index in layers.indices {
            layers[index].append(keys: numbers[2 * index], values: numbers[2 * index + 1])
        }
        return true
    }
}
