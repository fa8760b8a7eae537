import Kernels

/// Images, queries, keys, heads, head size: the U-Net at 64² to 8² with itself and with text, SDXL, the VAE, a text model.
private let shapes = [
    (2, 4096, 4096, 8, 40), (2, 4096, 77, 8, 40), (2, 1024, 1024, 8, 80), (2, 256, 256, 8, 160), (2, 64, 64, 8, 160),
    (2, 1024, 1024, 10, 64), (1, 4096, 4096, 1, 512), (2, 77, 77, 12, 64), (1, 512, 512, 32, 128),
]

let attentionBenchmarks = shapes.map { images, queries, keys, heads, headSize in
    let features = heads * headSize
    return Benchmark(
        name: "attention \(images) x \(queries) x \(keys), \(heads) heads of \(headSize)",
        operations: 4 * Double(images * heads) * Double(queries) * Double(keys) * Double(headSize),
        bytes: Double(8 * images * features * (queries + keys))
    ) {
        let query = [Float](repeating: 0.5, count: images * queries * features)
        let key = [Float](repeating: 0.25, count: images * keys * features)
        let shape = AttentionShape(
            images: images, queries: queries, keys: keys, heads: heads, headSize: headSize, isCausal: false,
            scale: 0.125)
        return {
            reuse(query.count) {
                attention(query: query.span, key: key.span, value: key.span, mask: nil, shape: shape, into: &$0)
            }
        }
    }
}
