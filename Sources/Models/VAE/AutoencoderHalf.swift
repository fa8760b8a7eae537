import Tensors

/// One of the two networks of an autoencoder, whatever its architecture.
protocol AutoencoderHalf: Sendable {
    /// Channels of the picture, and of the latent.
    var pictureChannels: Int { get }
    var latentChannels: Int { get }

    /// Pixels along the edge of a latent's cell.
    var cellSize: Int { get }

    /// From one side to the other; pictures are in -1...1.
    ///
    /// - Shapes: [N, H, W, C] → [N, H', W', C'].
    /// - Throws: `CancellationError`; if the weights cannot be read.
    func transform(_ input: Tensor, observe: Observer) throws -> Tensor
}

extension AutoencoderEncoder: AutoencoderHalf {
    var pictureChannels: Int { configuration.pictureChannels }
    var latentChannels: Int { configuration.latentChannels }
    var cellSize: Int { configuration.cellSize }

    func transform(_ input: Tensor, observe: Observer) throws -> Tensor { try self(input, observe: observe) }
}

extension AutoencoderDecoder: AutoencoderHalf {
    var pictureChannels: Int { configuration.pictureChannels }
    var latentChannels: Int { configuration.latentChannels }
    var cellSize: Int { configuration.cellSize }

    func transform(_ input: Tensor, observe: Observer) throws -> Tensor { try self(input, observe: observe) }
}
