import Tensors

/// A step down to a noise level that is made of a longer step and fresh noise.
struct AncestralStep {
    /// The level to step down to.
    let down: Float

    /// Deviation of the noise that leads back up.
    let up: Float

    /// - Parameter eta: 0 for no fresh noise, 1 for as much as a step of the diffusion itself has.
    init(from: Float, to: Float, eta: Double) {
        guard eta != 0 else {
            down = to
            up = 0
            return
        }
        let variance = to * to * (from * from - to * to) / (from * from)
        up = min(to, Float(eta) * variance.squareRoot())
        down = (to * to - up * up).squareRoot()
    }
}

/// As `AncestralStep` for flows, where noise is a part of a blend: the rest of it shrinks when noise is added.
struct FlowAncestralStep {
    let down: Float

    /// Factor on the latent before noise is added.
    let scale: Float

    /// Deviation of the noise.
    let up: Float

    init(from: Float, to: Float, eta: Double) {
        down = to * (1 + (to / from - 1) * Float(eta))
        let signal = 1 - to
        let signalDown = 1 - down
        scale = signal / signalDown
        up = (to * to - down * down * (signal * signal) / (signalDown * signalDown)).squareRoot()
    }
}

/// The direction from clean to noisy, per unit of noise.
func slope(_ latent: Tensor, _ denoised: Tensor, at sigma: Float) -> Tensor {
    (latent - denoised) / sigma
}
