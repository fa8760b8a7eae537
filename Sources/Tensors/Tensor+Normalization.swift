import Kernels

/// Normalises every group of channels of every image to mean 0 and variance 1, then scales and shifts every channel;
/// with `silu`, x · sigmoid(x) of that.
///
/// - Shapes: `x` [N, …, C] → same; `scale`, `shift` [C].
public func groupNorm(
    _ x: Tensor, groups: Int, scale: Tensor, shift: Tensor, epsilon: Float, silu: Bool = false
) -> Tensor {
    precondition(x.shape.count >= 2, "groupNorm: \(x.shape)")
    checkColumns(x, scale, "groupNorm: scale")
    checkColumns(x, shift, "groupNorm: shift")
    precondition(
        groups > 0 && scale.count.isMultiple(of: groups), "groupNorm: \(scale.count) channels, \(groups) groups")
    return Tensor(shape: x.shape) {
        groupNorm(
            x.values, scale: scale.values, shift: shift.values, into: &$0, images: x.shape[0], groups: groups,
            epsilon: epsilon, silu: silu)
    }
}

/// Normalises every row to mean 0 and variance 1, then scales and shifts every column.
///
/// - Shapes: `x` [..., D] → same; `scale`, `shift` [D].
public func layerNorm(_ x: Tensor, scale: Tensor, shift: Tensor, epsilon: Float) -> Tensor {
    checkColumns(x, scale, "layerNorm: scale")
    checkColumns(x, shift, "layerNorm: shift")
    return Tensor(shape: x.shape) {
        layerNorm(x.values, scale: scale.values, shift: shift.values, into: &$0, epsilon: epsilon)
    }
}

/// Divides every row by its root mean square, then scales every column.
///
/// - Shapes: `x` [..., D] → same; `scale` [D].
public func rmsNorm(_ x: Tensor, scale: Tensor, epsilon: Float) -> Tensor {
    checkColumns(x, scale, "rmsNorm: scale")
    return Tensor(shape: x.shape) { rmsNorm(x.values, scale: scale.values, into: &$0, epsilon: epsilon) }
}

/// Softmax over the last axis.
public func softmax(_ x: Tensor) -> Tensor {
    guard let columns = x.shape.last, columns > 0 else { preconditionFailure("softmax: \(x.shape)") }
    return Tensor(shape: x.shape) { softmax(x.values, into: &$0, columns: columns) }
}

private func checkColumns(_ x: Tensor, _ parameter: Tensor, _ name: String) {
    precondition(parameter.count > 0 && parameter.shape == [x.shape.last], "\(name) \(parameter.shape) for \(x.shape)")
}
