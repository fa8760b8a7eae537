import WideProducts

/// Winograd's products of patches and kernels that are rounded to brain floats when they are transformed; a word holds two
/// neighbouring channels.
///
/// The kernels of 32 outputs for a chunk of channels take 290 KiB, the sums of a block of patches 430 KiB: both lie in the
/// second-level cache.
enum BrainFloatWinograd: WinogradArithmetic {
    static var channelsPerWord: Int { 2 }
    static var longestChunk: Int { 128 }
    static var mostPatches: Int { 96 }
    static var patchesPerTile: Int { WordTile.rows }
    static var panelsPerTile: Int { WordTile.outputs / WeightPanels.width }

    @inline(__always)
    static func finishPatch<Form: WinogradForm>(
        _ form: Form.Type, _ columns: UnsafeMutablePointer<Float>, into target: UnsafeMutablePointer<UInt32>, pitch: Int
    ) {
        for y in 0..<Form.side {
            let line = columns + y * Form.side * 8
            Form.transformPatch(Form.Patch(line, stride: 8)).store(to: line, stride: 8)
        }
        #if arch(x86_64)
            roundToBrainRows(columns, rows: Form.products, to: target, pitch: pitch)
        #endif
    }

    /// The kernels of a channel that waits for its neighbour, and those of the neighbour.
    static func roomForKernels(products: Int) -> Int { 2 * products * WeightPanels.width }

    @inline(__always)
    static func storeKernel(
        channel: Int, into target: UnsafeMutablePointer<UInt32>, pitch: Int, products: Int,
        room: UnsafeMutablePointer<Float>, transform: (UnsafeMutablePointer<Float>, Int) -> Void
    ) {
        let width = WeightPanels.width
        let odd = room + products * width
        let isEven = channel.isMultiple(of: 2)
        transform(isEven ? room : odd, width)
        guard !isEven else { return }
        #if arch(x86_64)
            roundToBrainPairs(
                room, odd, pitch: width, rows: products, to: target + channel / 2 * outputsPerTile, targetPitch: pitch)
        #endif
    }

    @inline(__always)
    static func multiply(
        _ patches: UnsafePointer<UInt32>, pitch: Int, _ kernels: UnsafePointer<UInt32>, steps: Int,
        into sums: UnsafeMutablePointer<Float>, isFirst: Bool
    ) {
        WordTile(inputs: patches, pitch: pitch, weights: kernels, steps: steps, sums: sums, isFirst: isFirst)
            .multiplyBrainFloats(perWord: channelsPerWord)
    }
}
