/// `output = softmax(scale · query · keyᵀ + mask) · value`, for every head by itself, as exactly as `precision` says.
///
/// - Shapes: `query` [N, T, K·S]; `key`, `value` [N, U, K·S]; `mask` [T, U], [N, T, U]; `output` [N, T, K·S].
public func attention(
    query: Span<Float>, key: Span<Float>, value: Span<Float>, mask: Span<Float>?, shape: AttentionShape,
    precision: Precision, into output: inout MutableSpan<Float>
) {
    attention(query: query, key: key, value: value, mask: mask, shape: shape, into: &output)
}
