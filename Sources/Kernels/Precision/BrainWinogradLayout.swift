import WideProducts

/// How one Winograd convolution of brain floats is cut; see `WinogradLayout`.
///
/// The kernels of 32 outputs for a chunk of channels take 290 KiB, the sums of a block of patches 430 KiB: both lie in the
/// second-level cache.
struct BrainWinogradLayout {
    /// Channels of a chunk.
    static let longestChunk = 128
    /// Words from one row of transformed patches to the next.
    static let pitch = longestChunk / 2

    private static let mostPatches = 96
    /// Words of a block of transformed patches; see `WinogradLayout`.
    private static let mostWords = 3_500_000
    private static let line = 16

    let columns: Int
    let rows: Int
    let patches: Int
    let chunks: [Range<Int>]
    let patchesPerBlock: Int
    let blocks: Int
    let products: Int

    init(shape: ConvolutionShape, channels: Int, size: Int, products: Int) {
        columns = (shape.outputWidth + size - 1) / size
        rows = (shape.outputHeight + size - 1) / size
        patches = shape.images * rows * columns
        self.products = products
        let chunkCount = (channels + Self.longestChunk - 1) / Self.longestChunk
        let length = ((channels + chunkCount - 1) / chunkCount + 7) / 8 * 8
        chunks = stride(from: 0, to: channels, by: length).map { $0..<min($0 + length, channels) }

        let tile = WordTile.rows
        let most = min(max(Self.mostWords / (products * channels / 2), 2 * tile), Self.mostPatches) / tile * tile
        let tiles = (patches + tile - 1) / tile
        blocks = (tiles * tile + most - 1) / most
        patchesPerBlock = (tiles + blocks - 1) / blocks * tile
    }

    /// Whole tiles, about as many in each block.
    func patches(ofBlock block: Int) -> Range<Int> {
        let tiles = (patches + WordTile.rows - 1) / WordTile.rows
        let (first, last) = (tiles * block / blocks, tiles * (block + 1) / blocks)
        return first * WordTile.rows..<min(last * WordTile.rows, patches)
    }

    /// Words from product to product in a block of transformed patches: [chunks, products, patches, pitch].
    var patchStride: Int { patchesPerBlock * Self.pitch + Self.line }
    var patchWords: Int { chunks.count * products * patchStride }

    /// Words from product to product in the transformed kernels of 32 outputs: [products, pitch, 32].
    var kernelStride: Int { Self.pitch * WordTile.outputs + Self.line }
    var kernelWords: Int { products * kernelStride }

    /// Floats from product to product in the sums of a block for 32 outputs: [products, patches, 32].
    var sumStride: Int { (patchesPerBlock | 1) * WordTile.outputs }
    var sumFloats: Int { products * sumStride }
}
