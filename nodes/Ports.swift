import Engine
import Tensors

/// Latents on their way through a graph.
///
/// - Shapes: `samples` [N, C, H, W], H and W an eighth of the picture's; `noiseMask` [N or 1, H, W] in picture or latent size.
struct Latent: Port {
    static let portType = "LATENT"

    var samples: Tensor

    /// Where a sampler may change the latent: 1 everywhere it may, 0 where the picture stays.
    var noiseMask: Tensor?

    /// For each image, which draw of the seed's noise is its own; nil if they are simply the first ones.
    var batchIndex: [Int]?

    init(samples: Tensor, noiseMask: Tensor? = nil, batchIndex: [Int]? = nil) {
        self.samples = samples
        self.noiseMask = noiseMask
        self.batchIndex = batchIndex
    }

    var memoryCost: Int { 4 * (samples.count + (noiseMask?.count ?? 0)) }
}

/// A batch of pictures.
///
/// - Shapes: `pixels` [N, H, W, 3 or 4].
/// - Units: 0 to 1; values outside are kept until a picture is saved.
struct Image: Port {
    static let portType = "IMAGE"

    var pixels: Tensor

    var memoryCost: Int { 4 * pixels.count }
}

/// A batch of masks.
///
/// - Shapes: `values` [N, H, W].
/// - Units: 0 (untouched) to 1.
struct Mask: Port {
    static let portType = "MASK"

    var values: Tensor

    var memoryCost: Int { 4 * values.count }
}
