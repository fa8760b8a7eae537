/// The weights of a convolution, packed once or used as they lie; 16-bit weights stay 16 bits wide.
///
/// A step along the depth of the product is one channel of one place of the kernel. Packed, places come in rows from the top
/// left, channels innermost; as they lie, places are innermost.
public struct PackedConvolution: Sendable {
    public let outputs: Int
    public let inputs: Int
    public let kernelHeight: Int
    public let kernelWidth: Int
    public let stride: Int

    let panels: WeightPanels

    /// Whether places are innermost in the panels, as in a file.
    let isByChannel: Bool

    /// Bytes that the weights take.
    public var byteCount: Int { panels.outputs * panels.depth * panels.element.byteCount }

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
        isByChannel = false
        let places = kernelHeight * kernelWidth
        panels = WeightPanels(weights, element: element, outputs: outputs, depth: places * inputs) { index in
            index % places * inputs + index / places
        }
    }

    /// The weights as they lie; the convolution must not outlive them.
    ///
    /// - Shapes: `weights` [outputs, inputs, kernelHeight, kernelWidth].
    @unsafe public init(
        inPlace weights: RawSpan, element: WeightElement, outputs: Int, inputs: Int, kernelHeight: Int, kernelWidth: Int
    ) {
        precondition(
            Self.canStay(inputs: inputs, kernelHeight: kernelHeight, kernelWidth: kernelWidth, stride: 1),
            "\(inputs) inputs, \(kernelHeight) x \(kernelWidth): to be packed")
        self.outputs = outputs
        self.inputs = inputs
        self.kernelHeight = kernelHeight
        self.kernelWidth = kernelWidth
        stride = 1
        isByChannel = true
        panels = WeightPanels(
            inPlace: weights, element: element, outputs: outputs, depth: kernelHeight * kernelWidth * inputs)
    }

    /// Whether such a convolution can use its weights as they lie: those of Winograd's forms and single pixels.
    public static func canStay(inputs: Int, kernelHeight: Int, kernelWidth: Int, stride: Int) -> Bool {
        guard stride == 1, kernelHeight == kernelWidth else { return false }
        return kernelWidth == 1 || (kernelWidth == 3 && inputs.isMultiple(of: 8))
    }

    /// The same weights in other panels.
    private init(_ other: PackedConvolution, panels: WeightPanels) {
        outputs = other.outputs
        inputs = other.inputs
        kernelHeight = other.kernelHeight
        kernelWidth = other.kernelWidth
        stride = other.stride
        isByChannel = other.isByChannel
        self.panels = panels
    }

    /// Calls `body` with weights that will be met `times` times.
    func prepared(toBeMet times: Int, _ body: (PackedConvolution) -> Void) {
        panels.prepared(toBeMet: times) { body(PackedConvolution(self, panels: $0)) }
    }
}
