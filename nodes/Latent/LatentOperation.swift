import Engine
import Tensors

/// Something to be done to a latent.
struct LatentOperation: Port {
    static let portType = "LATENT_OPERATION"

    /// - Shapes: [N, C, H, W] → same.
    let apply: @Sendable (Tensor) throws -> Tensor

    var memoryCost: Int { 64 }
}
