/// The weights of a linear layer, packed once for products with any number of rows, or used as they lie; 16-bit weights stay
/// 16 bits wide.
public struct PackedMatrix: Sendable {
    public let outputs: Int
    public let inputs: Int

    let panels: WeightPanels

    /// Bytes that the weights take.
    public var byteCount: Int { panels.outputs * panels.depth * panels.element.byteCount }

    /// - Shapes: `weights` [outputs, inputs].
    public init(_ weights: RawSpan, element: WeightElement, outputs: Int, inputs: Int) {
        self.outputs = outputs
        self.inputs = inputs
        panels = WeightPanels(weights, element: element, outputs: outputs, depth: inputs) { $0 }
    }

    /// The weights as they lie; the matrix must not outlive them.
    ///
    /// - Shapes: `weights` [outputs, inputs].
    @unsafe public init(inPlace weights: RawSpan, element: WeightElement, outputs: Int, inputs: Int) {
        self.outputs = outputs
        self.inputs = inputs
        panels = WeightPanels(inPlace: weights, element: element, outputs: outputs, depth: inputs)
    }

    init(_ panels: WeightPanels) {
        outputs = panels.outputs
        inputs = panels.depth
        self.panels = panels
    }
}
