import Tensors

/// Rotations of small spaces, each told by numbers whose difference with their mirror image says which plane turns how far.
///
/// - Shapes: `blocks` [..., N, N], one rotation each.
/// - Source: Qiu et al. 2023, “Controlling Text-to-Image Diffusion by Orthogonal Finetuning”: Cayley's transform.
struct Rotations {
    /// Side of a rotation.
    let size: Int
    /// Row-major, one after another.
    private let values: [Float]

    /// - Parameter limit: of the turns' norm over all blocks; 0 for none.
    init(_ blocks: Tensor, limit: Double) {
        size = blocks.shape[blocks.shape.count - 1]
        let (side, numbers) = (size, blocks.array)
        let area = side * side
        var turns = [Double](repeating: 0, count: numbers.count)
        for start in stride(from: 0, to: numbers.count, by: area) {
            for row in 0..<side {
                for column in 0..<side {
                    turns[start + row * side + column] = Double(
                        numbers[start + row * side + column] - numbers[start + column * side + row])
                }
            }
        }
        if limit > 0 {
            let norm = turns.reduce(0) { $0 + $1 * $1 }.squareRoot() + 1e-8
            if norm > limit { turns = turns.map { $0 * limit / norm } }
        }
        values = stride(from: 0, to: turns.count, by: area).flatMap { start in
            Self.cayley(turns[start..<(start + area)], side).map(Float.init)
        }
    }

    /// One of them, of which only a part is applied.
    ///
    /// - Shapes: [N, N].
    func matrix(_ index: Int, share: Double) -> Tensor {
        let area = size * size
        let part = Float(share)
        let cells = (0..<area).map { cell in
            values[index * area + cell] * part + (cell / size == cell % size ? 1 - part : 0)
        }
        return Tensor(cells, shape: [size, size])
    }

    /// (1 + Q) · (1 − Q)⁻¹ = 2 · (1 − Q)⁻¹ − 1. As Q is skew, 1 − Q has an inverse, and its pivots cannot vanish.
    private static func cayley(_ turn: ArraySlice<Double>, _ side: Int) -> [Double] {
        // Gauss and Jordan's elimination, the inverse growing in the place of the matrix.
        var cells = turn.enumerated().map { index, value in
            (index / side == index % side ? 1 : 0) - value
        }
        for pivot in 0..<side {
            let row = pivot * side
            let inverse = 1 / cells[row + pivot]
            cells[row + pivot] = 1
            for column in 0..<side { cells[row + column] *= inverse }
            for other in 0..<side where other != pivot {
                let factor = cells[other * side + pivot]
                cells[other * side + pivot] = 0
                for column in 0..<side { cells[other * side + column] -= factor * cells[row + column] }
            }
        }
        return cells.enumerated().map { index, value in 2 * value - (index / side == index % side ? 1 : 0) }
    }
}
