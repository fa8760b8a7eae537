import Tensors

/// What a model takes a noisy latent to be without its noise.
public struct Denoised: Sendable {
    /// The prediction that sampling follows.
    public var guided: Tensor

    /// The prediction for the negative prompt alone; the guided one where nothing else is known.
    public var unconditional: Tensor

    public init(_ guided: Tensor, unconditional: Tensor? = nil) {
        self.guided = guided
        self.unconditional = unconditional ?? guided
    }
}

/// A guided model as samplers see it: a latent [N, C, H, W] and its noise level give the clean latent.
public struct Denoiser {
    private let predict: (Tensor, Float, Bool) throws -> Denoised

    /// A denoiser without a prediction of its own for the negative prompt.
    public init(_ predict: @escaping (_ latent: Tensor, _ sigma: Float) throws -> Tensor) {
        self.predict = { latent, sigma, _ in Denoised(try predict(latent, sigma)) }
    }

    /// - Parameter predict: its last argument tells whether the prediction for the negative prompt is needed, even where
    ///   guidance would skip it.
    public init(
        guided predict: @escaping (_ latent: Tensor, _ sigma: Float, _ needsUnconditional: Bool) throws -> Denoised
    ) {
        self.predict = predict
    }

    public func callAsFunction(_ latent: Tensor, _ sigma: Float) throws -> Tensor {
        try predict(latent, sigma, false).guided
    }

    /// Both predictions, for the CFG++ samplers.
    public func both(_ latent: Tensor, _ sigma: Float) throws -> Denoised {
        try predict(latent, sigma, true)
    }
}
