import Kernels

/// Attention of every head by itself: `softmax(scale · query · keyᵀ + mask) · value`.
///
/// - Shapes: `query` [N, T, K·S], `key`, `value` [N, U, K·S] → [N, T, K·S]; head h is columns h·S..<(h + 1)·S; `mask` is
///   added to the scores: [T, U] or [N, T, U], or with `masks` [M, K, T, U].
/// - Parameter masks: for each image which of M masks it has, one for each head.
/// - Parameter causal: whether a query sees no key after its own place, counted from the last query and the last key.
/// - Parameter scale: 1 / √S unless given.
public func attention(
    query: Tensor, key: Tensor, value: Tensor, heads: Int, causal: Bool = false, mask: Tensor? = nil,
    masks: [Int]? = nil, scale: Float? = nil, precision: Precision = .float32
) -> Tensor {
    precondition(
        query.shape.count == 3 && key.shape.count == 3 && value.shape == key.shape && query.shape[0] == key.shape[0]
            && query.shape[2] == key.shape[2] && heads > 0 && query.shape[2].isMultiple(of: heads),
        "attention of \(heads) heads: \(query.shape), \(key.shape), \(value.shape)")
    let (images, queries, keys) = (query.shape[0], query.shape[1], key.shape[1])
    if let mask {
        precondition(
            masks != nil
                ? mask.shape.dropFirst() == [heads, queries, keys]
                : mask.shape == [queries, keys] || mask.shape == [images, queries, keys],
            "attention: mask \(mask.shape) for \(images) x \(queries) x \(keys)")
    }
    let headSize = query.shape[2] / heads
    let shape = AttentionShape(
        images: images, queries: queries, keys: keys, heads: heads, headSize: headSize, isCausal: causal,
        scale: scale ?? 1 / Float(headSize).squareRoot())
    func work() -> Work {
        Work(
            sizes: "\(images) × \(queries) × \(keys), \(heads) heads of \(headSize)",
            operations: 4 * Double(query.count) * Double(keys), bytes: 8 * Double(query.count + key.count))
    }
    return Tensor(shape: query.shape, work: work()) { output in
        Kernels.attention(
            query: query.values, key: key.values, value: value.values, mask: mask?.values, masks: masks,
            shape: shape, precision: precision, into: &output)
    }
}
