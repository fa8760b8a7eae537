/// How one Winograd convolution is cut: blocks of patches that the threads share, chunks of channels, groups of panels.
///
/// What a thread goes over again and again has to stay in its second-level cache: the transformed kernels of a group of
/// panels for a chunk of channels, and the sums of a block of patches for that group. A block's transformed patches
/// stream by from the third-level cache, once for every group.
///
/// Arrays that are walked across the products are padded to an odd number of cache lines, or all products would fall
/// into the same few sets of the first-level cache.
struct WinogradLayout<Form: WinogradForm, Arithmetic: WinogradArithmetic> {
    /// Words of a block of transformed patches: what the third-level cache holds for sure is a third of that, but with
    /// fewer patches the kernels would be transformed too often.
    private static var mostWords: Int { 3_500_000 }

    private static var line: Int { 16 }

    let columns: Int
    let rows: Int
    let patches: Int
    let chunks: [Range<Int>]
    let blocks: Int
    private let patchesPerBlock: Int

    init(_ shape: ConvolutionShape, channels: Int) {
        columns = (shape.outputWidth + Form.size - 1) / Form.size
        rows = (shape.outputHeight + Form.size - 1) / Form.size
        patches = shape.images * rows * columns

        let longest = Arithmetic.longestChunk
        let chunkCount = (channels + longest - 1) / longest
        // Whole vectors.
        let length = ((channels + chunkCount - 1) / chunkCount + 7) / 8 * 8
        chunks = stride(from: 0, to: channels, by: length).map { $0..<min($0 + length, channels) }

        let tile = Arithmetic.patchesPerTile
        let words = Form.products * channels / Arithmetic.channelsPerWord
        let most = min(max(Self.mostWords / words, 2 * tile), Arithmetic.mostPatches) / tile
        let tiles = (patches + tile - 1) / tile
        blocks = (tiles + most - 1) / most
        patchesPerBlock = (tiles + blocks - 1) / blocks * tile
    }

    /// Whole tiles, about as many in each block.
    func patches(ofBlock block: Int) -> Range<Int> {
        let tile = Arithmetic.patchesPerTile
        let tiles = (patches + tile - 1) / tile
        return tiles * block / blocks * tile..<min(tiles * (block + 1) / blocks * tile, patches)
    }

    /// Where in the outputs a patch's begin, in blocks of `Form.size`.
    func place(ofPatch patch: Int) -> (image: Int, row: Int, column: Int) {
        let (line, column) = patch.quotientAndRemainder(dividingBy: columns)
        let (image, row) = line.quotientAndRemainder(dividingBy: rows)
        return (image, row, column)
    }

    /// Words from one patch to the next.
    static var pitch: Int { Arithmetic.longestChunk / Arithmetic.channelsPerWord }

    /// Words from product to product in a block of transformed patches: [chunks, products, patches, pitch].
    var patchStride: Int { patchesPerBlock * Self.pitch + Self.line }
    var chunkStride: Int { Form.products * patchStride }
    var patchWords: Int { chunks.count * chunkStride }

    /// Words from product to product in the transformed kernels of a tile: [products, pitch, outputs of a tile].
    var kernelStride: Int { Self.pitch * Arithmetic.outputsPerTile + Self.line }
    var kernelWords: Int { Form.products * kernelStride }

    /// Floats from product to product in the sums of a block for a tile's panels: [products, patches, outputs of a tile].
    var sumStride: Int { (patchesPerBlock | 1) * Arithmetic.outputsPerTile }
    var sumFloats: Int { Form.products * sumStride }
}
