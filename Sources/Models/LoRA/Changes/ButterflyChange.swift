import Tensors

/// Outputs are turned in blocks several times over, each time with partners twice as far away (BOFT). `alpha` limits how far.
///
/// - Shapes: `blocks` [times, count, N, N] for count · N outputs; `rescale` [outputs, 1, ...], a factor for each.
/// - Source: Liu et al. 2024, “Parameter-Efficient Orthogonal Finetuning via Butterfly Factorization”.
struct ButterflyChange: AddedChange {
    let blocks: StoredTensor
    let rescale: StoredTensor?
    let alpha: StoredTensor?

    func rank(for shape: [Int]) -> Int? { nil }

    func fits(_ shape: [Int]) -> Bool {
        guard shape.count >= 2, blocks.shape[1] * blocks.shape[2] == shape[0], blocks.shape[2] % 2 == 0,
            rescale.map({ $0.count == 1 || $0.count == shape[0] && $0.shape.first == shape[0] }) ?? true,
            (1...62).contains(blocks.shape[0])
        else { return false }
        // The last time, two halves of this many outputs are partners.
        let reach = (blocks.shape[2] / 2).multipliedReportingOverflow(by: 1 << (blocks.shape[0] - 1))
        return !reach.overflow && reach.partialValue <= shape[0] / 2 && shape[0] % (2 * reach.partialValue) == 0
    }

    func delta(_ original: Tensor, strength: Double) throws -> Tensor {
        let rotations = try Rotations(blocks.tensor(), limit: alpha?.number() ?? 0)
        let (rows, count, size) = (flat(original), blocks.shape[1], blocks.shape[2])
        let width = rows.shape[1]
        var turned = rows
        for time in 0..<blocks.shape[0] {
            let reach = (size / 2) << time
            // Partners side by side, turned, and back to their places.
            let paired = transposed(turned.reshaped([rows.shape[0] / (2 * reach), 2, reach, width]), [0, 2, 1, 3])
                .reshaped(rows.shape)
            let parts = (0..<count).map { block in
                matmul(
                    rotations.matrix(time * count + block, share: strength),
                    paired.sliced(axis: 0, (block * size)..<((block + 1) * size)))
            }
            turned = transposed(
                concatenate(parts, axis: 0).reshaped([rows.shape[0] / (2 * reach), reach, 2, width]), [0, 2, 1, 3]
            ).reshaped(rows.shape)
        }
        if let factors = try rescale?.tensor().array {
            let values = turned.array.enumerated().map { index, value in
                value * factors[factors.count == 1 ? 0 : index / width]
            }
            turned = Tensor(values, shape: rows.shape)
        }
        return (turned - rows).reshaped(original.shape)
    }
}
