import Kernels

/// Joins tensors along an axis; all other axes agree.
public func concatenate(_ parts: [Tensor], axis: Int) -> Tensor {
    guard let first = parts.first else { preconditionFailure("concatenate: nothing") }
    precondition(first.shape.indices.contains(axis), "concatenate: axis \(axis) of \(first.shape)")
    var shape = first.shape
    shape[axis] = 0
    for part in parts {
        var others = part.shape
        precondition(others.count == shape.count, "concatenate: \(first.shape) and \(part.shape)")
        others[axis] = shape[axis]
        precondition(others == shape, "concatenate: \(first.shape) and \(part.shape)")
        shape[axis] += part.shape[axis]
    }
    let outer = shape[..<axis].reduce(1, *)
    let inner = shape[(axis + 1)...].reduce(1, *)
    let step = shape[axis] * inner
    return Tensor(shape: shape) { values in
        var start = 0
        for part in parts {
            let length = part.shape[axis] * inner
            copyRuns(
                outer, of: length, from: part.values, Runs(start: 0, step: length), to: &values,
                Runs(start: start, step: step))
            start += length
        }
    }
}

/// Reorders axes: axis `k` of the result is axis `axes[k]` of `x`.
public func transposed(_ x: Tensor, _ axes: [Int]) -> Tensor {
    precondition(axes.sorted() == Array(x.shape.indices), "transposed: axes \(axes) of \(x.shape)")
    return Tensor(shape: axes.map { x.shape[$0] }) { permute(x.values, shape: x.shape, axes: axes, into: &$0) }
}

/// - Shapes: `x` [N, C, H, W] → [N, H, W, C].
public func channelsLast(_ x: Tensor) -> Tensor { transposed(x, [0, 2, 3, 1]) }

/// - Shapes: `x` [N, H, W, C] → [N, C, H, W].
public func channelsFirst(_ x: Tensor) -> Tensor { transposed(x, [0, 3, 1, 2]) }

/// The rows of a table with these numbers, in this order.
///
/// - Shapes: `table` [V, D] → [rows.count, D].
public func gatherRows(_ table: Tensor, _ rows: [Int]) -> Tensor {
    precondition(table.shape.count == 2, "gatherRows: \(table.shape)")
    return table.gathered(axis: 0, rows)
}

extension Tensor {
    /// The part of the tensor within `range` of one axis.
    public func sliced(axis: Int, _ range: Range<Int>) -> Tensor {
        precondition(
            shape.indices.contains(axis) && range.lowerBound >= 0 && range.upperBound <= shape[axis],
            "sliced: \(range) of axis \(axis) of \(shape)")
        if axis == 0 { return self[rows: range] }
        let outer = shape[..<axis].reduce(1, *)
        let inner = shape[(axis + 1)...].reduce(1, *)
        var result = shape
        result[axis] = range.count
        return Tensor(shape: result) { values in
            copyRuns(
                outer, of: range.count * inner, from: self.values,
                Runs(start: range.lowerBound * inner, step: shape[axis] * inner), to: &values,
                Runs(start: 0, step: range.count * inner))
        }
    }

    /// `times` copies one after another along an axis: a b → a b a b.
    public func repeated(_ times: Int, axis: Int) -> Tensor {
        precondition(shape.indices.contains(axis) && times >= 0, "repeated: \(times) times, axis \(axis) of \(shape)")
        if times == 1 { return self }
        let outer = shape[..<axis].reduce(1, *)
        let length = shape[axis...].reduce(1, *)
        var result = shape
        result[axis] *= times
        return Tensor(shape: result) { values in
            for copy in 0..<times {
                copyRuns(
                    outer, of: length, from: self.values, Runs(start: 0, step: length), to: &values,
                    Runs(start: copy * length, step: times * length))
            }
        }
    }

    /// Every step of an axis `times` times: a b → a a b b.
    public func repeatedEach(_ times: Int, axis: Int) -> Tensor {
        precondition(shape.indices.contains(axis), "repeatedEach: axis \(axis) of \(shape)")
        var split = shape
        split.insert(1, at: axis + 1)
        var result = shape
        result[axis] *= times
        return reshaped(split).repeated(times, axis: axis + 1).reshaped(result)
    }

    /// The steps of an axis with these numbers, in this order; a number may occur several times.
    public func gathered(axis: Int, _ indices: [Int]) -> Tensor {
        precondition(self.shape.indices.contains(axis), "gathered: axis \(axis) of \(self.shape)")
        let length = self.shape[axis]
        precondition(
            indices.allSatisfy { 0 <= $0 && $0 < length }, "gathered: \(indices) of axis \(axis) of \(self.shape)")
        var shape = self.shape
        shape[axis] = indices.count
        return Tensor(shape: shape) {
            gatherSteps(values, length: length, inner: shape[(axis + 1)...].reduce(1, *), indices, into: &$0)
        }
    }

    /// Writes `rows` over the rows with these numbers, in their order; no number occurs twice.
    ///
    /// - Shapes: `rows` [indices.count, …], each as a row of this tensor.
    public mutating func replaceRows(_ indices: [Int], by rows: Tensor) {
        precondition(
            rows.shape.first == indices.count && rows.shape.dropFirst() == shape.dropFirst(),
            "replaceRows: \(indices.count) of \(shape) by \(rows.shape)")
        let inner = shape.dropFirst().reduce(1, *)
        withMutableValues(operation: "replaceRows") { scatterSteps(rows.values, inner: inner, to: indices, in: &$0) }
    }

    /// The steps of an axis in reverse.
    public func flipped(axis: Int) -> Tensor {
        gathered(axis: axis, (0..<shape[axis]).reversed())
    }

    /// Turned by quarters within the plane of two axes, from the first towards the second.
    public func rotated(quarterTurns: Int, from first: Int, to second: Int) -> Tensor {
        var axes = Array(shape.indices)
        axes.swapAt(first, second)
        return switch ((quarterTurns % 4) + 4) % 4 {
        case 1: transposed(self, axes).flipped(axis: first)
        case 2: flipped(axis: first).flipped(axis: second)
        case 3: transposed(self, axes).flipped(axis: second)
        default: self
        }
    }

    /// Axes of length 1 drawn out to the lengths of `shape`, which has as many axes.
    public func broadcast(to shape: [Int]) -> Tensor {
        precondition(
            shape.count == self.shape.count && zip(shape, self.shape).allSatisfy { $0 == $1 || $1 == 1 },
            "broadcast: \(self.shape) to \(shape)")
        var result = self
        for axis in shape.indices where result.shape[axis] != shape[axis] {
            result = result.repeated(shape[axis], axis: axis)
        }
        return result
    }
}
