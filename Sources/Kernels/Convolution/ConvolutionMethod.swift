/// The ways to compute a convolution, and which of them takes least time for given sizes.
enum ConvolutionMethod: CaseIterable {
    /// One matrix product over the pixels as they lie.
    case pointwise

    /// One matrix product over gathered windows.
    case windows

    case twoByTwo
    case fourByFour

    init(_ weights: PackedConvolution, _ shape: ConvolutionShape) {
        let isPointwise =
            weights.kernelHeight == 1 && weights.kernelWidth == 1 && weights.stride == 1 && shape.top == 0
            && shape.left == 0 && shape.outputHeight == shape.height && shape.outputWidth == shape.width
        self = isPointwise ? .pointwise : .windows
        guard weights.kernelHeight == 3, weights.kernelWidth == 3, weights.stride == 1,
            weights.inputs.isMultiple(of: 8)
        else { return }

        let isThin = shape.outputPixels <= ThinProduct.mostRows
        // Windows of more pixels want their weights packed.
        let plain =
            weights.panels.isInPlace && !isThin
            ? .max : Self.rounded(shape.outputPixels) * 9 * weights.inputs * weights.panels.count
        let small = Self.cycles(TwoByTwo.self, weights, shape)
        let large = Self.cycles(FourByFour.self, weights, shape)
        if min(small, large) < plain { self = small < large ? .twoByTwo : .fourByFour }
    }

    /// Cycles that a Winograd form takes, those of a plain product being the steps of its tiles by six.
    private static func cycles<Form: WinogradForm>(
        _ form: Form.Type, _ weights: PackedConvolution, _ shape: ConvolutionShape
    ) -> Int {
        let layout = WinogradLayout<Form, FloatWinograd>(shape, channels: weights.inputs)
        let panels = weights.panels.count
        let products = rounded(layout.patches) * Form.products * weights.inputs * panels
        let kernels = layout.blocks * panels * weights.inputs * 2 * Form.kernelCycles
        let patches = layout.patches * weights.inputs / 8 * Form.patchCycles
        return products + kernels + patches
    }

    private static func rounded(_ rows: Int) -> Int { (rows + Tile.rows - 1) / Tile.rows * Tile.rows }
}
