/// In what numbers transformed patches and kernels are multiplied; transforms and sums are exact in any case.
protocol WinogradArithmetic {
    /// What holds the numbers of one step along the depth: of one channel, or of several.
    associatedtype Word: BitwiseCopyable & ExpressibleByIntegerLiteral

    static var channelsPerWord: Int { get }

    /// Channels of a chunk, at most.
    static var longestChunk: Int { get }

    /// Patches of a block, at most; whole tiles.
    static var mostPatches: Int { get }

    /// How many patches are multiplied with how many panels of kernels at a time.
    static var patchesPerTile: Int { get }
    static var panelsPerTile: Int { get }

    /// Transforms the rows of eight channels of a patch, whose columns are transformed, and stores them.
    ///
    /// - Shapes: `columns` [side, side, 8], which may be overwritten; `target` [products], `pitch` words apart.
    static func finishPatch<Form: WinogradForm>(
        _ form: Form.Type, _ columns: UnsafeMutablePointer<Float>, into target: UnsafeMutablePointer<Word>, pitch: Int)

    /// Floats that `storeKernel` wants to have for itself, whatever the channel.
    static func roomForKernels(products: Int) -> Int

    /// Has `transform` make the kernels of one channel and sixteen outputs, and stores them.
    ///
    /// - Shapes: `transform` writes [products, 16] to where it is told, products as many floats apart as it is told;
    ///   `target` [products, steps, outputs of a tile], of which sixteen columns, products `pitch` words apart.
    static func storeKernel(
        channel: Int, into target: UnsafeMutablePointer<Word>, pitch: Int, products: Int,
        room: UnsafeMutablePointer<Float>, transform: (UnsafeMutablePointer<Float>, Int) -> Void)

    /// Multiplies a tile of patches with one of kernels, and adds that to the sums or begins them.
    ///
    /// - Shapes: `patches` [patchesPerTile, steps], `pitch` words apart; `kernels` [steps, outputs of a tile]; `sums`
    ///   [patchesPerTile, outputs of a tile].
    static func multiply(
        _ patches: UnsafePointer<Word>, pitch: Int, _ kernels: UnsafePointer<Word>, steps: Int,
        into sums: UnsafeMutablePointer<Float>, isFirst: Bool)
}

extension WinogradArithmetic {
    static var outputsPerTile: Int { panelsPerTile * WeightPanels.width }

    /// Floats of scratch memory as words; both are 32 bits wide.
    static func words(_ memory: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<Word> {
        UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Word.self)
    }
}
