/// Keys and values of all heads, packed as the weights of the two products of attention.
///
/// - Layout: per image and head, keys [panels of 16 keys, head size, 16] and values [panels of 16 features, keys, 16].
struct HeadPanels {
    private let memory: UnsafeMutablePointer<Float>
    private let shape: AttentionShape

    static func floatCount(_ shape: AttentionShape) -> Int {
        shape.images * shape.heads * (keyCount(shape) + valueCount(shape))
    }

    private static func keyCount(_ shape: AttentionShape) -> Int { rounded(shape.keys) * shape.headSize }
    private static func valueCount(_ shape: AttentionShape) -> Int { rounded(shape.headSize) * shape.keys }
    private static func rounded(_ count: Int) -> Int {
        (count + WeightPanels.width - 1) / WeightPanels.width * WeightPanels.width
    }

    /// - Shapes: `keys`, `values` [N, keys, heads · headSize].
    init(
        keys: UnsafePointer<Float>, values: UnsafePointer<Float>, shape: AttentionShape,
        memory: UnsafeMutablePointer<Float>
    ) {
        self.memory = memory
        self.shape = shape
        parallel(shape.images * shape.heads) { index in
            let (image, head) = index.quotientAndRemainder(dividingBy: shape.heads)
            let offset = image * shape.keys * shape.features + head * shape.headSize
            packKeys(keys + offset, head: index)
            packValues(values + offset, head: index)
        }
    }

    /// A panel of sixteen keys: [head size, 16].
    @inline(__always)
    func keys(head: Int, panel: Int) -> UnsafeMutablePointer<Float> {
        start(head) + panel * shape.headSize * WeightPanels.width
    }

    /// A panel of sixteen features from the value of a key on: [keys, 16].
    @inline(__always)
    func values(head: Int, panel: Int, key: Int) -> UnsafeMutablePointer<Float> {
        start(head) + Self.keyCount(shape) + (panel * shape.keys + key) * WeightPanels.width
    }

    @inline(__always)
    private func start(_ head: Int) -> UnsafeMutablePointer<Float> {
        memory + head * (Self.keyCount(shape) + Self.valueCount(shape))
    }

    private func packKeys(_ source: UnsafePointer<Float>, head: Int) {
        for first in stride(from: 0, to: shape.keys, by: WeightPanels.width) {
            let rows = TurnedRows(
                source: source + first * shape.features, pitch: shape.features,
                rows: min(WeightPanels.width, shape.keys - first), element: .float32)
            rows.turn(shape.headSize, into: keys(head: head, panel: first / WeightPanels.width))
        }
    }

    private func packValues(_ source: UnsafePointer<Float>, head: Int) {
        for first in stride(from: 0, to: shape.headSize, by: WeightPanels.width) {
            let count = min(WeightPanels.width, shape.headSize - first)
            var target = values(head: head, panel: first / WeightPanels.width, key: 0)
            var row = source + first
            for _ in 0..<shape.keys {
                if count == WeightPanels.width {
                    target.store(row.vector(at: 0), at: 0)
                    target.store(row.vector(at: 8), at: 8)
                } else {
                    for lane in 0..<WeightPanels.width { target[lane] = lane < count ? row[lane] : 0 }
                }
                target += WeightPanels.width
                row += shape.features
            }
        }
    }
}
