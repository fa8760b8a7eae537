/// Weights that are those of another tensor plus a product of thin factors, which layers can apply one after the other.
public protocol LowRankSum: WeightSource {
    /// Nil if the change is no such product.
    var parts: LowRankParts? { get }
}

/// What a `LowRankSum` is made of: `base + factor · up · down`, or `base + factor · up · middle · down`.
///
/// - Shapes: of a matrix, `base` [outputs, inputs], `down` [rank, inputs], `up` [outputs, rank], each with or without axes of
///   length 1. Of a convolution, `base` [outputs, inputs, h, w], `down` of as many elements as [rank, inputs, h, w]; with a
///   `middle` [rank, inner, h, w], `down` is [inner, inputs].
public struct LowRankParts: Sendable {
    public let base: StoredTensor
    public let down: StoredTensor, middle: StoredTensor?, up: StoredTensor
    /// Read from the file when a layer is first used.
    public let factor: @Sendable () throws -> Float

    public init(
        base: StoredTensor, down: StoredTensor, middle: StoredTensor?, up: StoredTensor,
        factor: @escaping @Sendable () throws -> Float
    ) {
        self.base = base
        self.down = down
        self.middle = middle
        self.up = up
        self.factor = factor
    }
}
