import Kernels
import Tensors

/// A matrix product over the last axis, with a bias: y = x Wᵀ + b.
///
/// Weights are used where they lie, or packed on first use. A pointwise convolution's [outputs, inputs, 1, 1] is taken as
/// the matrix that it is.
public struct Linear: Sendable {
    private let path: String
    private let parameters: Once<(weight: MatrixWeights, bias: Tensor?, additions: [ThinAddition])>

    public init(
        _ weights: Weights, from inputs: Int, to outputs: Int, bias hasBias: Bool = true
    ) throws(WeightsError) {
        let isPointwise = weights.shape("weight")?.count == 4
        let weight = try weights("weight", isPointwise ? [outputs, inputs, 1, 1] : [outputs, inputs])
        let bias = hasBias ? try weights("bias", outputs) : nil
        path = weights.path
        parameters = weights.once("matrix", hasBias ? ["weight", "bias"] : ["weight"]) {
            let (base, additions) = try ThinAddition.split(weight)
            return (try base.matrixWeights(), try bias?.tensor(), additions)
        }
    }

    /// - Shapes: `input` [..., inputs], `residual` [..., outputs] → [..., outputs].
    /// - Throws: if the weights cannot be read.
    public func callAsFunction(_ input: Tensor, adding residual: Tensor? = nil) throws -> Tensor {
        try Profiler.inLayer(path) {
            let (weight, bias, additions) = try parameters()
            let sum = try additions.reduce(residual) { try $1(input, adding: $0) }
            return try weight.withMatrix { linear(input, $0, bias: bias, adding: sum, precision: .current) }
        }
    }
}

extension Weights {
    /// What a layer makes of its tensors, shared by all layers of the same tensors.
    func once<Value: Sendable>(
        _ use: String, _ names: [String], make: @escaping @Sendable () throws -> Value
    ) -> Once<Value> {
        store.once(use, names.map(fullName), make: make)
    }
}
