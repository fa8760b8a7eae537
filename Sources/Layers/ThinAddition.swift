import Kernels
import Tensors

/// A product of two thin matrices that is added to what a layer's own matrix gives; so a change of a model needs no copy of
/// its weights.
struct ThinAddition: Sendable {
    private let down: MatrixWeights, up: MatrixWeights
    private let factor: Float

    /// The changes of a matrix, and the matrix below them all.
    ///
    /// - Throws: if a factor cannot be read.
    static func split(_ stored: StoredTensor) throws -> (base: StoredTensor, additions: [ThinAddition]) {
        try stored.split { parts in
            ThinAddition(
                down: try parts.down.matrix().matrixWeights(), up: try parts.up.matrix().matrixWeights(),
                factor: try parts.factor())
        }
    }

    /// What the change adds for `input`, and `sum`, if there is one.
    ///
    /// - Shapes: `input` [..., inputs], `sum` [..., outputs] → as `sum`.
    /// - Throws: if the factors cannot be read.
    func callAsFunction(_ input: Tensor, adding sum: Tensor?) throws -> Tensor {
        let thin = try down.withMatrix { linear(input, $0) }
        return try up.withMatrix { linear(thin * factor, $0, adding: sum) }
    }
}

/// A convolution to few channels, and a matrix from there to all outputs, whose result is added to that of a layer's own
/// convolution.
struct ThinConvolution: Sendable {
    /// Where a file has the kernel between two matrices (Tucker): the one in front.
    private let narrow: MatrixWeights?
    private let window: ConvolutionWeights
    private let up: MatrixWeights
    private let factor: Float

    /// The changes of a convolution's kernels, and the kernels below them all.
    ///
    /// - Throws: if a factor cannot be read.
    static func split(
        _ stored: StoredTensor, stride: Int
    ) throws -> (base: StoredTensor, additions: [ThinConvolution]) {
        try stored.split { parts in
            let kernel = Array(parts.base.shape.dropFirst(2))
            let window = parts.middle ?? parts.down.reshaped([parts.down.shape[0], parts.base.shape[1]] + kernel)
            return ThinConvolution(
                narrow: parts.middle == nil ? nil : try parts.down.matrix().matrixWeights(),
                window: try window.convolutionWeights(stride: stride), up: try parts.up.matrix().matrixWeights(),
                factor: try parts.factor())
        }
    }

    /// What the change adds for `image`, and `sum`, if there is one.
    ///
    /// - Shapes: `image` [N, H, W, inputs], `sum` [N, H', W', outputs] → as `sum`.
    /// - Throws: if the factors cannot be read.
    func callAsFunction(_ image: Tensor, padding: Padding, adding sum: Tensor?) throws -> Tensor {
        let narrowed = try narrow?.withMatrix { linear(image, $0) } ?? image
        let thin = try window.withConvolution { convolve(narrowed, $0, padding: padding) }
        return try up.withMatrix { linear(thin * factor, $0, adding: sum) }
    }
}

extension StoredTensor {
    /// The changes of a tensor in the order in which they were made, each as `make` has it, and the tensor below them all.
    ///
    /// - Throws: whatever `make` throws.
    fileprivate func split<Addition>(
        _ make: (LowRankParts) throws -> Addition
    ) throws -> (base: StoredTensor, additions: [Addition]) {
        var base = self
        var additions: [Addition] = []
        while let parts = (base.source as? any LowRankSum)?.parts {
            additions.append(try make(parts))
            base = parts.base
        }
        return (base, additions.reversed())
    }

    /// As a matrix of its rows.
    fileprivate func matrix() -> StoredTensor { reshaped([shape[0], shape.dropFirst().reduce(1, *)]) }

    fileprivate func reshaped(_ shape: [Int]) -> StoredTensor {
        precondition(shape.reduce(1, *) == count, "\(self.shape) as \(shape)")
        return StoredTensor(shape: shape, element: element, source: source)
    }
}
