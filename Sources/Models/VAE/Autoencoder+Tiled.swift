import Tensors

extension Autoencoder {
    /// As `decode`, in tiles of three shapes whose results are averaged: less memory, slightly another picture.
    ///
    /// - Parameters:
    ///   - tile: edge of the square tiles, in cells; the others are twice as long and half as wide.
    ///   - overlap: in cells.
    /// - Shapes: `latents` [N, latentChannels, H, W] → [N, H · cellSize, W · cellSize, 3].
    /// - Throws: `CancellationError`; `ModelInputError`; if the weights cannot be read.
    public func decode(_ latents: Tensor, tile: Int, overlap: Int) throws -> Tensor {
        try checkChannels(of: latents)
        let latents = channelsLast(latents)
        let passes = [(tile * 2, tile / 2), (tile / 2, tile * 2), (tile, tile)]
        let sum = try sum(of: passes, overlap: overlap, scale: .up(cellSize), latents) { try decodeOne($0) }
        return clamp((sum / 3 + 1) / 2, 0...1)
    }

    /// As `encode`, in tiles of three shapes whose results are averaged.
    ///
    /// - Parameters:
    ///   - tile: edge of the square tiles, in pixels; the others are twice as long and half as wide.
    ///   - overlap: in pixels.
    /// - Shapes: `pictures` [N, H, W, 3 or more] → [N, latentChannels, H / cellSize, W / cellSize].
    /// - Throws: `CancellationError`; `ModelInputError`; if the file has no encoder, or the weights cannot be read.
    public func encode(_ pictures: Tensor, tile: Int, overlap: Int) throws -> Tensor {
        let passes = [(tile, tile), (tile / 2, tile * 2), (tile * 2, tile / 2)]
        let pictures = try cutToCells(pictures)
        let sum = try sum(of: passes, overlap: overlap, scale: .down(cellSize), pictures) { try encodeOne($0) }
        return channelsFirst(sum / 3)
    }

    /// - Parameter passes: height and width of their tiles.
    private func sum(
        of passes: [(Int, Int)], overlap: Int, scale: TiledPass.Scale, _ images: Tensor,
        _ network: (Tensor) throws -> Tensor
    ) throws -> Tensor {
        var sum: Tensor?
        for (height, width) in passes {
            let pass = TiledPass(tileHeight: height, tileWidth: width, overlap: overlap, scale: scale)
            let result = try pass(images, network)
            sum = sum.map { $0 + result } ?? result
        }
        guard let sum else { preconditionFailure("no passes") }
        return sum
    }
}
