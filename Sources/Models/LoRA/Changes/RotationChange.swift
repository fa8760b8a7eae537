import Tensors

/// Outputs are turned in blocks (OFT). `alpha` limits how far.
///
/// - Shapes: `blocks` [count, N, N] for count · N outputs.
/// - Source: Qiu et al. 2023, “Controlling Text-to-Image Diffusion by Orthogonal Finetuning”; strength, which ComfyUI applies
///   twice, and a factor for each output, which it does not read, as there.
struct RotationChange: AddedChange {
    let blocks: StoredTensor
    let alpha: StoredTensor?

    func rank(for shape: [Int]) -> Int? { nil }

    func fits(_ shape: [Int]) -> Bool {
        shape.count >= 2 && blocks.shape[0] * blocks.shape[1] == shape[0]
    }

    func delta(_ original: Tensor, strength: Double) throws -> Tensor {
        let rotations = try Rotations(blocks.tensor(), limit: alpha?.number() ?? 0)
        let rows = flat(original)
        let size = rotations.size
        let turned = (0..<blocks.shape[0]).map { block in
            let turn = transposed(rotations.matrix(block, share: strength), [1, 0])
            return matmul(turn, rows.sliced(axis: 0, (block * size)..<((block + 1) * size)))
        }
        return (concatenate(turned, axis: 0) - rows).reshaped(original.shape)
    }
}
