/// A 3x3 convolution of stride 1 by products of transformed patches and kernels; see `WinogradForm`.
///
/// A block of patches is transformed. Then panels of outputs are taken one or two at a time: a thread transforms the
/// panels' kernels from their packed 16-bit form, a chunk of channels at a time, multiplies the block by them, and turns
/// the finished sums into pixels. Transformed kernels, which are up to eight times as large, are never kept.
struct WinogradConvolution<Form: WinogradForm, Arithmetic: WinogradArithmetic> {
    let input: UnsafePointer<Float>
    let weights: PackedConvolution
    let shape: ConvolutionShape
    let epilogue: Epilogue
    let output: UnsafeMutablePointer<Float>
    let layout: WinogradLayout<Form, Arithmetic>

    static func run(
        _ input: UnsafePointer<Float>, _ weights: PackedConvolution, _ shape: ConvolutionShape, _ epilogue: Epilogue,
        into output: UnsafeMutablePointer<Float>
    ) {
        let layout = WinogradLayout<Form, Arithmetic>(shape, channels: weights.inputs)
        weights.prepared(toBeMet: layout.blocks) { weights in
            WinogradConvolution(
                input: input, weights: weights, shape: shape, epilogue: epilogue, output: output, layout: layout
            ).run()
        }
    }

    /// Many blocks go to the threads one by one, which then need not wait for each other; few are shared by all.
    private func run() {
        let pool = ThreadPool.current
        let scratch = pool.scratch
        if layout.blocks.isMultiple(of: pool.threads) || layout.blocks >= 8 * pool.threads {
            parallel(layout.blocks) { block in
                scratch.withFloats(layout.patchWords) { run(block: block, Arithmetic.words($0), pool) }
            }
        } else {
            scratch.withFloats(layout.patchWords) { transformed in
                for block in 0..<layout.blocks { run(block: block, Arithmetic.words(transformed), pool) }
            }
        }
    }

    private func run(block: Int, _ transformed: UnsafeMutablePointer<Arithmetic.Word>, _ pool: ThreadPool) {
        let patches = layout.patches(ofBlock: block)
        parallel(patches.count) { transformPatch($0, of: patches, into: transformed) }
        // In pairs the panels halve what is read of the patches, if there are enough for all threads.
        let group = max(Arithmetic.panelsPerTile, weights.panels.count < 4 * pool.threads ? 1 : 2)
        parallel((weights.panels.count + group - 1) / group) { index in
            let panels = index * group..<min((index + 1) * group, weights.panels.count)
            multiply(patches, transformed, panels: panels, pool.scratch)
        }
    }
}
