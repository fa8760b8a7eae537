import Diffusion
import Tensors

/// What a patch is told of the walk that it is made for.
struct Walk {
    let seed: UInt64
    /// Of the latent [N, C, H, W].
    let shape: [Int]

    /// The numbers that PyTorch's own generator would give after the initial noise.
    var generator: TorchGenerator {
        var generator = TorchGenerator(seed: seed)
        _ = generator.normal(shape)
        return generator
    }
}
