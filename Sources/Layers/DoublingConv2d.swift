import Kernels
import Tensors

/// A convolution that doubles height and width, without bias: transposed, of 4 × 4 weights, stride 2 and padding 1.
///
/// Each of the four pixels that one becomes is a sum over a window of 2 × 2, with weights of its own.
public struct DoublingConv2d: Sendable {
    private let path: String
    private let outputs: Int
    private let parts: Once<[(weight: PackedConvolution, padding: Padding)]>

    public init(_ weights: Weights, from inputs: Int, to outputs: Int) throws(WeightsError) {
        let weight = try weights("weight", inputs, outputs, 4, 4)
        self.outputs = outputs
        path = weights.path
        parts = weights.once("doubling convolution", ["weight"]) {
            let whole = try weight.tensor()
            return [(0, 0), (0, 1), (1, 0), (1, 1)].map { row, column in
                let window = whole.gathered(axis: 2, Self.taps[row]).gathered(axis: 3, Self.taps[column])
                let turned = transposed(window, [1, 0, 2, 3])
                return (
                    PackedConvolution(
                        bytes(of: turned.values), element: .float32, outputs: outputs, inputs: inputs,
                        kernelHeight: 2, kernelWidth: 2, stride: 1),
                    Padding(top: 1 - row, left: 1 - column, bottom: row, right: column)
                )
            }
        }
    }

    /// The weights that reach an even row from the one above and its own, and an odd row from its own and the one below.
    private static let taps = [[3, 1], [2, 0]]

    /// - Shapes: `image` [N, H, W, inputs] → [N, 2H, 2W, outputs].
    /// - Throws: if the weights cannot be read.
    public func callAsFunction(_ image: Tensor) throws -> Tensor {
        try Profiler.inLayer(path) {
            let (count, height, width) = (image.shape[0], image.shape[1], image.shape[2])
            let found = try parts().map { convolve(image, $0.weight, padding: $0.padding) }
            let beside = concatenate(found, axis: 3).reshaped([count * height, width, 2, 2 * outputs])
            return transposed(beside, [0, 2, 1, 3]).reshaped([count, 2 * height, 2 * width, outputs])
        }
    }
}
