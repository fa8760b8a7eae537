import Kernels

/// What a language model remembers of a text: the keys and values of every position, layer by layer.
///
/// A copy shares what both hold: texts with the same beginning can go on from copies of one cache.
public struct KeyValueCache: Sendable {
    var layers: [KeyValuePages]

    /// Positions that it holds.
    public var count: Int { layers.first?.count ?? 0 }

    /// How keys and values are remembered.
    public let element: KeyValueElement

    /// Bytes that it takes, or shares.
    public var byteCount: Int { layers.reduce(0) { $0 + $1.byteCount } }

    init(layers: Int, _ element: KeyValueElement, heads: Int, headLength: Int) {
        self.element = element
        self.layers = [KeyValuePages](
            repeating: KeyValuePages(element, heads: heads, headLength: headLength), count: layers)
    }

    /// The pages of a layer, which are not held here until they are put back.
    mutating func takeLayer(_ index: Int) -> KeyValuePages {
        let pages = layers[index]
        layers[index] = KeyValuePages(pages.element, heads: 0, headLength: 0)
        return pages
    }

    /// Forgets everything behind the first `count` positions.
    public mutating func truncate(to count: Int) {
        for layer in layers.indices { layers[layer].truncate(to: count) }
    }
}
