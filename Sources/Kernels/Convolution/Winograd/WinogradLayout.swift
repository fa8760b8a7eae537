/// How one Winograd convolution is cut: blocks of patches that the threads share, chunks of channels, panels of outputs.
struct WinogradLayout {
    /// Channels of a chunk. The transformed kernels of a panel, products x 128 x 16, stay in the second-level cache.
    static let longestChunk = 128

    /// Patches of a block: their sums for one panel take 280 KiB, and a kernel is transformed once for all of them.
    private static let mostPatches = 120

    /// Floats of a block of transformed patches: what two threads can read from the third-level cache over and over.
    private static let mostFloats = 2_500_000

    let columns: Int
    let rows: Int
    let patches: Int
    let chunks: [Range<Int>]
    let patchesPerBlock: Int
    let products: Int

    init(shape: ConvolutionShape, channels: Int, size: Int, products: Int) {
        columns = (shape.outputWidth + size - 1) / size
        rows = (shape.outputHeight + size - 1) / size
        patches = shape.images * rows * columns
        self.products = products

        let chunkCount = (channels + Self.longestChunk - 1) / Self.longestChunk
        // Whole vectors.
        let length = ((channels + chunkCount - 1) / chunkCount + 7) / 8 * 8
        chunks = stride(from: 0, to: channels, by: length).map { $0..<min($0 + length, channels) }

        let most = min(max(Self.mostFloats / (products * channels), 2 * Tile.rows), Self.mostPatches)
        let blocks = (patches + most - 1) / most
        patchesPerBlock = ((patches + blocks - 1) / blocks + Tile.rows - 1) / Tile.rows * Tile.rows
    }

    var blocks: Int { (patches + patchesPerBlock - 1) / patchesPerBlock }

    func patches(ofBlock block: Int) -> Range<Int> {
        block * patchesPerBlock..<min((block + 1) * patchesPerBlock, patches)
    }

    /// Floats of a block of transformed patches: [chunks, products, patches, longestChunk].
    var patchFloats: Int { chunks.count * products * patchesPerBlock * Self.longestChunk }

    /// Floats of a chunk of one panel of transformed kernels: [products, longestChunk, 16].
    var kernelFloats: Int { products * Self.longestChunk * WeightPanels.width }

    /// Floats of the sums of a block for one panel: [products, patches, 16].
    var sumFloats: Int { products * patchesPerBlock * WeightPanels.width }
}
