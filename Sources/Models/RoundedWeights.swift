import Kernels
import Tensors

/// Floating-point numbers of eight bits.
public enum SmallFloat: Sendable, Hashable {
    /// Four bits of exponent, three of fraction, up to 448, without infinity.
    case e4m3
    /// Five bits of exponent, two of fraction, up to 57,344.
    case e5m2

    /// The nearest number of this type, halves to even; what is too large becomes the largest.
    func rounded(_ value: Float) -> Float {
        guard value.isFinite, value != 0 else { return value }
        let (fractionBits, lowest, largest): (Int, Int, Float) = self == .e4m3 ? (3, -6, 448) : (2, -14, 57_344)
        let size = abs(value)
        // Below the lowest exponent the steps stay as they are.
        let exponent = max(Int(size.exponent), lowest)
        let step = Float(sign: .plus, exponent: exponent - fractionBits, significand: 1)
        let rounded = min((size / step).rounded(.toNearestOrEven) * step, largest)
        return value < 0 ? -rounded : rounded
    }
}

extension StoredTensor {
    /// The same numbers, each rounded to a smaller type when a layer reads it.
    public func rounded(to type: SmallFloat) -> StoredTensor {
        StoredTensor(shape: shape, element: .float32, source: RoundedWeights(original: self, type: type))
    }
}

private struct RoundedWeights: WeightSource {
    let original: StoredTensor
    let type: SmallFloat

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        let tensor = try original.tensor()
        let rounded = Tensor(shape: tensor.shape) { result in
            let values = tensor.values
            for index in 0..<values.count { result[index] = type.rounded(values[index]) }
        }
        return try body(bytes(of: rounded.values))
    }
}
