/// `output = softmax(scale · query · keyᵀ + mask) · value`, for every head by itself, as exactly as `precision` says.
///
/// Attention to few keys, or with a mask, is exact in any case, and all is where the processor has no products of brain
/// floats: there is nothing to gain. With `int8` it is as with `bfloat16`.
///
/// - Shapes: `query` [N, T, K·S]; `key`, `value` [N, U, K·S]; `mask` [T, U], [N, T, U]; `output` [N, T, K·S].
public func attention(
    query: Span<Float>, key: Span<Float>, value: Span<Float>, mask: Span<Float>?, shape: AttentionShape,
    precision: Precision, into output: inout MutableSpan<Float>
) {
    let pays = precision != .float32 && WordMachine.numbersPerWord(false) == 2
    guard pays, mask == nil, !shape.isCausal, shape.keys >= 128, shape.queries >= 24 else {
        return attention(query: query, key: key, value: value, mask: mask, shape: shape, into: &output)
    }
    let queryCount = shape.images * shape.queries * shape.features
    let keyCount = shape.images * shape.keys * shape.features
    precondition(query.count == queryCount && output.count == queryCount, "attention: \(query.count) queries")
    precondition(key.count == keyCount && value.count == keyCount, "attention: \(key.count) keys")
    withAddress(of: query) { query in
        withAddress(of: key) { key in
            withAddress(of: value) { value in
                output.withUnsafeMutableBufferPointer { output in
                    guard let query, let key, let value, let output = output.baseAddress else { return }
                    ThreadPool.current.scratch.withFloats(BrainHeads.floatCount(shape)) { memory in
                        let heads = BrainHeads(shape, in: memory)
                        heads.fill(key, value)
                        BrainAttention(query: query, shape: shape, heads: heads, output: output).run()
                    }
                }
            }
        }
    }
}
