/// The weights of a convolution, packed once; 16-bit weights stay 16 bits wide.
///
/// A step along the depth of the product is one channel of one place of the kernel; places come in rows from the top
/// left, channels innermost.
public struct PackedConvolution: Sendable {
    public let outputs: Int
    public let inputs: Int
    public let kernelHeight: Int
    public let kernelWidth: Int
    public let stride: Int

    let panels: WeightPanels

    /// - Shapes: `weights` [outputs, inputs, kernelHeight, kernelWidth].
    public init(
        _ weights: RawSpan, element: WeightElement, outputs: Int, inputs: Int, kernelHeight: Int, kernelWidth: Int,
        stride: Int
    ) {
        self.outputs = outputs
        self.inputs = inputs
        self.kernelHeight = kernelHeight
        self.kernelWidth = kernelWidth
        self.stride = stride
        let places = kernelHeight * kernelWidth
        panels = WeightPanels(weights, element: element, outputs: outputs, depth: places * inputs) { index in
            index % places * inputs + index / places
        }
    }
}
