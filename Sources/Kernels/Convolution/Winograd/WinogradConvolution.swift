/// A 3x3 convolution of stride 1 by products of transformed patches and kernels; see `WinogradForm`.
///
/// A block of patches is transformed by all threads together. Then each takes panels of outputs: it transforms the
/// panel's kernels from their packed 16-bit form, a chunk of channels at a time, multiplies the block by them, and turns
/// the finished sums into pixels. Transformed kernels, which are up to eight times as large, are never kept.
struct WinogradConvolution<Form: WinogradForm> {
    let input: UnsafePointer<Float>
    let weights: PackedConvolution
    let shape: ConvolutionShape
    let epilogue: Epilogue
    let output: UnsafeMutablePointer<Float>
    let layout: WinogradLayout

    init(
        input: UnsafePointer<Float>, weights: PackedConvolution, shape: ConvolutionShape, epilogue: Epilogue,
        output: UnsafeMutablePointer<Float>
    ) {
        self.input = input
        self.weights = weights
        self.shape = shape
        self.epilogue = epilogue
        self.output = output
        layout = WinogradLayout(shape: shape, channels: weights.inputs, size: Form.size, products: Form.products)
    }

    func run() {
        let pool = ThreadPool.current
        let scratch = pool.scratch
        // In pairs the panels halve what is read of the patches, if there are enough for all threads.
        let group = weights.panels.count < 4 * pool.threads ? 1 : 2
        scratch.withFloats(layout.patchFloats) { transformed in
            for block in 0..<layout.blocks {
                let patches = layout.patches(ofBlock: block)
                parallel(patches.count) { transformPatch($0, of: patches, scratch, into: transformed) }
                parallel((weights.panels.count + group - 1) / group) { index in
                    let panels = index * group..<min((index + 1) * group, weights.panels.count)
                    multiply(patches, transformed, panels: panels, scratch)
                }
            }
        }
    }
}
