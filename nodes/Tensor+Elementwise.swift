import Tensors

extension Tensor {
    /// Every element changed by itself.
    func mapped(_ change: (Float) -> Float) -> Tensor {
        Tensor(shape: shape) { result in
            let values = values
            for index in 0..<values.count { result[index] = change(values[index]) }
        }
    }

    /// Pairs of elements of two tensors of the same shape.
    func combined(with other: Tensor, _ combine: (Float, Float) -> Float) -> Tensor {
        precondition(shape == other.shape, "\(shape) with \(other.shape)")
        return Tensor(shape: shape) { result in
            let (own, others) = (values, other.values)
            for index in 0..<own.count { result[index] = combine(own[index], others[index]) }
        }
    }

    /// The tensor with `part` in place of as many steps of an axis, from `start` on.
    func replacing(axis: Int, from start: Int, with part: Tensor) -> Tensor {
        let end = start + part.shape[axis]
        var parts = [part]
        if start > 0 { parts.insert(sliced(axis: axis, 0..<start), at: 0) }
        if end < shape[axis] { parts.append(sliced(axis: axis, end..<shape[axis])) }
        return parts.count == 1 ? part : concatenate(parts, axis: axis)
    }

    /// The part within a range of each of two axes.
    func window(_ rows: Range<Int>, _ columns: Range<Int>, axes: (rows: Int, columns: Int)) -> Tensor {
        sliced(axis: axes.rows, rows).sliced(axis: axes.columns, columns)
    }

    /// The tensor with `part` in place of a window that begins at `top` and `left`.
    func replacing(_ part: Tensor, top: Int, left: Int, axes: (rows: Int, columns: Int)) -> Tensor {
        let band = sliced(axis: axes.rows, top..<top + part.shape[axes.rows])
        return replacing(axis: axes.rows, from: top, with: band.replacing(axis: axes.columns, from: left, with: part))
    }
}
