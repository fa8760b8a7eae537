import Layers
import Tensors

/// The pair of networks between pictures and latents (`AutoencoderKL`).
///
/// Latents are those of the network itself: a model's scale (0.18215 for Stable Diffusion 1.x) is the sampler's business.
public struct Autoencoder: Sendable {
    private let decoder: any AutoencoderHalf
    /// A file may hold the decoder only; that matters to whoever encodes.
    private let encoder: Result<any AutoencoderHalf, WeightsError>
    /// What it was made from; nil if that was several files.
    let weights: Weights?

    /// - Parameter weights: seen from where `decoder` and `encoder` lie.
    public init(_ weights: Weights) throws(WeightsError) {
        self.weights = weights
        decoder = try AutoencoderDecoder(weights)
        encoder = Result { () throws(WeightsError) -> any AutoencoderHalf in try AutoencoderEncoder(weights) }
    }

    init(decoder: any AutoencoderHalf, encoder: Result<any AutoencoderHalf, WeightsError>) {
        self.decoder = decoder
        self.encoder = encoder
        weights = nil
    }

    public var latentChannels: Int { decoder.latentChannels }

    /// Pixels along the edge of a latent's cell.
    public var cellSize: Int { decoder.cellSize }

    /// The most probable latent of each picture. Rows and columns beyond a multiple of the cell size are cut off evenly.
    ///
    /// - Shapes: `pictures` [N, H, W, 3 or more] → [N, latentChannels, H / cellSize, W / cellSize].
    /// - Units: `pictures` in 0...1.
    /// - Throws: `CancellationError`; `ModelInputError`; if the file has no encoder, or the weights cannot be read.
    public func encode(_ pictures: Tensor) throws -> Tensor {
        channelsFirst(try oneByOne(cutToCells(pictures)) { try encodeOne($0) })
    }

    /// The picture of each latent.
    ///
    /// - Shapes: `latents` [N, latentChannels, H, W] → [N, H · cellSize, W · cellSize, 3].
    /// - Units: result in 0...1.
    /// - Throws: `CancellationError`; `ModelInputError`; if the weights cannot be read.
    public func decode(_ latents: Tensor) throws -> Tensor {
        try checkChannels(of: latents)
        return try oneByOne(channelsLast(latents)) { clamp((try decodeOne($0) + 1) / 2, 0...1) }
    }

    func checkChannels(of latents: Tensor) throws {
        guard latents.shape.count == 4 else { throw ModelInputError.latentOfVideo }
        guard latents.shape[1] == latentChannels else {
            throw ModelInputError.latentChannels(wanted: latentChannels, found: latents.shape[1])
        }
    }

    /// The middle of pictures, as large as whole cells allow, without channels that the encoder does not take.
    func cutToCells(_ pictures: Tensor) throws -> Tensor {
        let encoder = try encoder.get()
        let size = encoder.cellSize
        var pictures = pictures
        for axis in [1, 2] {
            let length = pictures.shape[axis]
            guard length >= size else { throw ModelInputError.picture(edge: length, cell: size) }
            let excess = length % size
            if excess > 0 {
                pictures = pictures.sliced(axis: axis, excess / 2..<excess / 2 + length - excess)
            }
        }
        if pictures.shape[3] > encoder.pictureChannels {
            pictures = pictures.sliced(axis: 3, 0..<encoder.pictureChannels)
        }
        return pictures
    }

    /// - Shapes: [1, H, W, 3] in 0...1 → [1, h, w, latentChannels].
    func encodeOne(_ picture: Tensor) throws -> Tensor {
        try encoder.get().transform(picture * 2 - 1) { _, _ in }
    }

    /// - Shapes: [1, h, w, latentChannels] → [1, H, W, 3] in -1...1, give or take.
    func decodeOne(_ latent: Tensor) throws -> Tensor {
        try decoder.transform(latent) { _, _ in }
    }

    /// Images of a batch do not meet, and one at a time needs the least memory.
    private func oneByOne(_ images: Tensor, _ transform: (Tensor) throws -> Tensor) throws -> Tensor {
        let results = try (0..<images.shape[0]).map { try transform(images[rows: $0..<$0 + 1]) }
        return results.count == 1 ? results[0] : concatenate(results, axis: 0)
    }
}

extension Autoencoder {
    /// Pictures in -1...1, each network's parts reported by name; tests compare block by block.
    func encodeObserved(_ picture: Tensor, observe: Observer) throws -> Tensor {
        try encoder.get().transform(picture) { observe("encoder.\($0)", $1) }
    }

    func decodeObserved(_ latent: Tensor, observe: Observer) throws -> Tensor {
        try decoder.transform(latent) { observe("decoder.\($0)", $1) }
    }
}
