import Tensors

extension Tensor {
    /// The first `count` steps of the first axis, over and over again if there are too few.
    func fitted(toBatch count: Int) -> Tensor {
        if shape[0] == count { return self }
        let times = (count + shape[0] - 1) / shape[0]
        return repeated(times, axis: 0)[rows: 0..<count]
    }
}
