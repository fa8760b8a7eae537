import WideProducts

/// A 3x3 convolution of stride 1 by products of transformed patches and kernels, rounded to brain floats when they are
/// transformed; see `WinogradConvolution`. Transforms and sums are exact.
struct BrainWinograd<Form: WinogradForm> {
    let input: UnsafePointer<Float>
    let weights: PackedConvolution
    let shape: ConvolutionShape
    let epilogue: Epilogue
    let output: UnsafeMutablePointer<Float>
    let layout: BrainWinogradLayout

    static func run(
        _ input: UnsafePointer<Float>, _ weights: PackedConvolution, _ shape: ConvolutionShape, _ epilogue: Epilogue,
        into output: UnsafeMutablePointer<Float>
    ) {
        let layout = BrainWinogradLayout(
            shape: shape, channels: weights.inputs, size: Form.size, products: Form.products)
        weights.prepared(toBeMet: layout.blocks) { weights in
            BrainWinograd(
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
                scratch.withFloats(layout.patchWords) { run(block: block, words($0), pool) }
            }
        } else {
            scratch.withFloats(layout.patchWords) { transformed in
                for block in 0..<layout.blocks { run(block: block, words(transformed), pool) }
            }
        }
    }

    private func words(_ memory: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<UInt32> {
        UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UInt32.self)
    }

    private func run(block: Int, _ transformed: UnsafeMutablePointer<UInt32>, _ pool: ThreadPool) {
        let patches = layout.patches(ofBlock: block)
        parallel(patches.count) { transformPatch($0, of: patches, into: transformed) }
        parallel((weights.panels.count + 1) / 2) { multiply(patches, transformed, pair: $0, pool.scratch) }
    }

    /// Makes the outputs of two panels of weights for a block of patches.
    private func multiply(
        _ patches: Range<Int>, _ transformed: UnsafePointer<UInt32>, pair: Int, _ scratch: Scratch
    ) {
        let buffer = 9 * BrainWinogradLayout.longestChunk * WeightPanels.width
        let (tile, outputs) = (WordTile.rows, WordTile.outputs)
        scratch.withFloats(layout.kernelWords + layout.sumFloats + buffer) { memory in
            let kernels = words(memory)
            let sums = memory + layout.kernelWords
            let taps = sums + layout.sumFloats
            for (chunk, channels) in layout.chunks.enumerated() {
                for half in 0..<2 {
                    transformKernels(
                        panel: 2 * pair + half, channels, taps: taps, into: kernels + half * WeightPanels.width)
                }
                let rows = transformed + chunk * Form.products * layout.patchStride
                for product in 0..<Form.products {
                    for first in stride(from: 0, to: patches.count, by: tile) {
                        WordTile(
                            inputs: rows + product * layout.patchStride + first * BrainWinogradLayout.pitch,
                            pitch: BrainWinogradLayout.pitch,
                            weights: UnsafePointer(kernels + product * layout.kernelStride), steps: channels.count / 2,
                            sums: sums + product * layout.sumStride + first * outputs, isFirst: chunk == 0
                        ).multiplyBrainFloats(perWord: 2)
                    }
                }
            }
            for half in 0..<2 where 2 * pair + half < weights.panels.count {
                for patch in patches {
                    let start = sums + (patch - patches.lowerBound) * outputs + half * WeightPanels.width
                    write(start, patch: patch, panel: 2 * pair + half, taps)
                }
            }
        }
    }
}
