import Tensors

extension Attention {
    /// How much attention each token receives where tokens attend to themselves: the mean over the heads of the sum over
    /// all queries.
    ///
    /// - Shapes: `tokens` [N, T, D] → [N, T].
    /// - Throws: if the weights cannot be read.
    public func received(by tokens: Tensor) throws -> Tensor {
        let (images, count, width) = (tokens.shape[0], tokens.shape[1], tokens.shape[2])
        let size = width / heads
        func split(_ tensor: Tensor, _ axes: [Int]) -> Tensor {
            let parts = transposed(tensor.reshaped([images, count, heads, size]), axes)
            return parts.reshaped([images * heads] + parts.shape.suffix(2))
        }
        let scale = 1 / Float(size).squareRoot()
        let scores = matmul(split(try query(tokens), [0, 2, 1, 3]), split(try key(tokens), [0, 2, 3, 1])) * scale
        let ones = Tensor(repeating: 1 / Float(heads), shape: [images, 1, heads * count])
        return matmul(ones, softmax(scores).reshaped([images, heads * count, count])).reshaped([images, count])
    }
}
