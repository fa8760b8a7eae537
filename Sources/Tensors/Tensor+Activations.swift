import Kernels

/// x · sigmoid(x).
public func silu(_ x: Tensor) -> Tensor { Tensor(shape: x.shape) { silu(x.values, into: &$0) } }

/// x · Φ(x), Φ by the error function: what `gelu` means without a further word.
public func gelu(_ x: Tensor) -> Tensor { Tensor(shape: x.shape) { gelu(x.values, into: &$0) } }

/// GELU with Φ by a tanh.
public func geluTanh(_ x: Tensor) -> Tensor { Tensor(shape: x.shape) { geluTanh(x.values, into: &$0) } }

/// x · sigmoid(1.702 x).
public func quickGELU(_ x: Tensor) -> Tensor { Tensor(shape: x.shape) { quickGELU(x.values, into: &$0) } }

/// 1 / (1 + e⁻ˣ).
public func sigmoid(_ x: Tensor) -> Tensor { Tensor(shape: x.shape) { sigmoid(x.values, into: &$0) } }

/// eˣ.
public func exp(_ x: Tensor) -> Tensor { Tensor(shape: x.shape) { exp(x.values, into: &$0) } }

/// The hyperbolic tangent.
public func tanh(_ x: Tensor) -> Tensor { Tensor(shape: x.shape) { tanh(x.values, into: &$0) } }

/// x where it is positive, slope · x elsewhere; written over `x` where nobody else has it.
public func leakyRectified(_ x: consuming Tensor, slope: Float) -> Tensor {
    var result = x
    result.withMutableValues(operation: "leakyRectified") { leakyRectify(&$0, slope: slope) }
    return result
}

/// The first half of the last axis times GELU of its second half.
///
/// - Shapes: `x` [..., 2·F] → [..., F].
public func geglu(_ x: Tensor) -> Tensor {
    guard let width = x.shape.last, width > 0, width.isMultiple(of: 2) else {
        preconditionFailure("geglu: \(x.shape)")
    }
    return Tensor(shape: x.shape.dropLast() + [width / 2]) { geglu(x.values, into: &$0, columns: width / 2) }
}
