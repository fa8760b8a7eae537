/// How one Winograd convolution is cut: blocks of patches that the threads share, chunks of channels, groups of panels.
///
/// What a thread goes over again and again has to stay in its second-level cache: the transformed kernels of a group of
/// panels for a chunk of channels, and the sums of a block of patches for that group. A block's transformed patches
/// stream by from the third-level cache, once for every group.
///
/// Arrays that are walked across the products are padded to an odd number of cache lines, or all products would fall
/// into the same few sets of the first-level cache.
struct WinogradLayout {
    /// Channels of a chunk, and floats from one row of transformed patches to the next.
    static let longestChunk = 64

    /// Patches of a block.
    private static let mostPatches = 90

    /// Floats of a block of transformed patches: what the third-level cache holds for sure is a third of that, but with
    /// fewer patches the kernels would be transformed too often.
    private static let mostFloats = 3_500_000

    private static let line = 16

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

    /// Floats from product to product in a block of transformed patches: [chunks, products, patches, longestChunk].
    var patchStride: Int { patchesPerBlock * Self.longestChunk + Self.line }
    var patchFloats: Int { chunks.count * products * patchStride }

    /// Floats from product to product in the transformed kernels of a panel: [products, longestChunk, 16].
    var kernelStride: Int { Self.longestChunk * WeightPanels.width + Self.line }
    var kernelFloats: Int { products * kernelStride }

    /// Floats from product to product in the sums of a block for one panel: [products, patches, 16].
    var sumStride: Int { (patchesPerBlock | 1) * WeightPanels.width }
    var sumFloats: Int { products * sumStride }
}
