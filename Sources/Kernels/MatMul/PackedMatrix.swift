/// The weights of a linear layer, packed once for products with any number of rows; 16-bit weights stay 16 bits wide.
public struct PackedMatrix: Sendable {
    public let outputs: Int
    public let inputs: Int

    let panels: WeightPanels

    /// - Shapes: `weights` [outputs, inputs].
    public init(_ weights: RawSpan, element: WeightElement, outputs: Int, inputs: Int) {
        self.outputs = outputs
        self.inputs = inputs
        panels = WeightPanels(weights, element: element, outputs: outputs, depth: inputs) { $0 }
    }
}
