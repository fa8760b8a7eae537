/// `output = softmax(scale · query · keyᵀ + mask) · value`, for every head by itself, as exactly as `precision` says.
///
/// Attention to few keys, or with a mask, is exact in any case, and all is where the processor has no products of brain
/// floats: there is nothing to gain. With `int8` it is as with `bfloat16`.
///
/// Scores exist for a block of queries and a block of keys at a time. A running maximum and a running sum per query tell
/// how to rescale what was added up before (Milakov and Gimelshein 2018; Dao et al. 2022).
///
/// - Shapes: `query` [N, T, K·S]; `key`, `value` [N, U, K·S]; `mask` [T, U], [N, T, U], or with `masks` [M, K, T, U];
///   `output` [N, T, K·S].
/// - Parameter masks: for each image which of M masks it has, one for each head.
public func attention(
    query: Span<Float>, key: Span<Float>, value: Span<Float>, mask: Span<Float>?, masks: [Int]? = nil,
    shape: AttentionShape, precision: Precision = .float32, into output: inout MutableSpan<Float>
) {
    let queryCount = shape.images * shape.queries * shape.features
    let keyCount = shape.images * shape.keys * shape.features
    precondition(query.count == queryCount && output.count == queryCount, "attention: \(query.count) queries")
    precondition(key.count == keyCount && value.count == keyCount, "attention: \(key.count) keys")
    let scores = shape.queries * shape.keys
    let choice: MaskChoice
    if let masks {
        let count = (mask?.count ?? 0) / max(1, shape.heads * scores)
        precondition(
            masks.count == shape.images && masks.allSatisfy { 0 <= $0 && $0 < count },
            "attention: \(masks.count) choices of \(count) masks")
        choice = .perHead(masks)
    } else {
        choice = (mask?.count ?? 0) > scores ? .perImage : .shared
    }
    withAddress(of: query) { query in
        withAddress(of: key) { key in
            withAddress(of: value) { value in
                withAddress(of: mask) { mask in
                    output.withUnsafeMutableBufferPointer { output in
                        guard let query, let key, let value, let output = output.baseAddress else { return }
                        guard mask != nil || !precision.pays(for: shape) else {
                            return BrainAttention.run(query, key, value, shape, into: output)
                        }
                        StreamingAttention(
                            query: query, key: key, value: value, mask: mask, choice: choice, shape: shape,
                            output: output
                        ).run()
                    }
                }
            }
        }
    }
}

/// Which mask counts for a head of an image.
enum MaskChoice {
    case shared, perImage
    /// The number of the image's masks, which has one for each head.
    case perHead([Int])

    /// Masks before it.
    func index(image: Int, head: Int, heads: Int) -> Int {
        switch self {
        case .shared: 0
        case .perImage: image
        case .perHead(let numbers): numbers[image] * heads + head
        }
    }
}

extension Precision {
    fileprivate func pays(for shape: AttentionShape) -> Bool {
        self != .float32 && WordMachine.numbersPerWord(false) == 2 && !shape.isCausal && shape.keys >= 128
            && shape.queries >= 24
    }
}
