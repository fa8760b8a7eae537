import Tensors

extension Tensor {
    /// The greatest of each step's neighbours along an axis, `reach` steps away; what lies outside does not count.
    func windowedMaximum(_ reach: Range<Int>, axis: Int) -> Tensor {
        windowed(reach, axis: axis) { max($0, $1) }
    }

    /// The least of each step's neighbours along an axis, `reach` steps away; what lies outside does not count.
    func windowedMinimum(_ reach: Range<Int>, axis: Int) -> Tensor {
        windowed(reach, axis: axis) { min($0, $1) }
    }

    private func windowed(_ reach: Range<Int>, axis: Int, _ choose: (Float, Float) -> Float) -> Tensor {
        let length = shape[axis]
        let inner = shape[(axis + 1)...].reduce(1, *)
        return Tensor(shape: shape) { result in
            let values = values
            for outer in 0..<values.count / max(length * inner, 1) {
                for step in 0..<length {
                    let first = max(step + reach.lowerBound, 0)
                    let end = min(step + reach.upperBound, length)
                    for offset in 0..<inner {
                        let start = outer * length * inner + offset
                        var best = values[start + step * inner]
                        if first < end {
                            best = values[start + first * inner]
                            for other in first..<end { best = choose(best, values[start + other * inner]) }
                        }
                        result[start + step * inner] = best
                    }
                }
            }
        }
    }
}
