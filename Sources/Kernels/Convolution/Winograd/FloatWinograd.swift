/// Winograd's products of floats.
enum FloatWinograd: WinogradArithmetic {
    static var channelsPerWord: Int { 1 }
    static var longestChunk: Int { 64 }
    static var mostPatches: Int { 90 }
    static var patchesPerTile: Int { Tile.rows }
    static var panelsPerTile: Int { 1 }

    @inline(__always)
    static func finishPatch<Form: WinogradForm>(
        _ form: Form.Type, _ columns: UnsafeMutablePointer<Float>, into target: UnsafeMutablePointer<Float>, pitch: Int
    ) {
        for y in 0..<Form.side {
            Form.transformPatch(Form.Patch(columns + y * Form.side * 8, stride: 8))
                .store(to: target + y * Form.side * pitch, stride: pitch)
        }
    }

    static func roomForKernels(products: Int) -> Int { 0 }

    @inline(__always)
    static func storeKernel(
        channel: Int, into target: UnsafeMutablePointer<Float>, pitch: Int, products: Int,
        room: UnsafeMutablePointer<Float>, transform: (UnsafeMutablePointer<Float>, Int) -> Void
    ) {
        transform(target + channel * outputsPerTile, pitch)
    }

    @inline(__always)
    static func multiply(
        _ patches: UnsafePointer<Float>, pitch: Int, _ kernels: UnsafePointer<Float>, steps: Int,
        into sums: UnsafeMutablePointer<Float>, isFirst: Bool
    ) {
        Tile(patches, kernels, depth: steps, pitch: pitch).store(to: sums, first: isFirst)
    }
}
