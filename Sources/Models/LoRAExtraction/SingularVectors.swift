import Diffusion
import Foundation
import Tensors

/// The best product of two thin matrices that stands in for a matrix: its leading singular vectors.
///
/// - Source: block Krylov iteration with restarts (Musco and Musco 2015), until each vector is one to 32-bit accuracy.
struct SingularVectors {
    /// [M, rank]
    let left: Tensor
    /// Falling.
    let values: [Float]
    /// [rank, N]
    let right: Tensor

    /// - Shapes: `matrix` [M, N].
    /// - Parameter rank: at most the shorter edge.
    init(of matrix: Tensor, rank: Int) {
        let (rows, columns) = (matrix.shape[0], matrix.shape[1])
        precondition(rank > 0 && rank <= min(rows, columns), "rank \(rank) of \(matrix.shape)")
        if rows <= columns {
            (left, values, right) = Self.leading(matrix, transposed(matrix, [1, 0]), rank)
        } else {
            let other = Self.leading(transposed(matrix, [1, 0]), matrix, rank)
            (left, values, right) = (transposed(other.right, [1, 0]), other.values, transposed(other.left, [1, 0]))
        }
    }

    /// Subspaces are no larger than this, beside what is wanted.
    private static let widest = 160
    /// What is left over of a vector is below this part of the largest value.
    private static let tolerance: Float = 2e-6
    private static let mostRestarts = 40

    private static func leading(
        _ matrix: Tensor, _ flipped: Tensor, _ rank: Int
    ) -> (left: Tensor, values: [Float], right: Tensor) {
        let edge = matrix.shape[0]
        let block = min(edge, rank + 8)
        let limit = min(edge, max(widest, 3 * block))
        var chance = TorchGenerator(seed: 0)
        var start = Basis(length: edge)
        start.append(chance.normal([block, edge]))
        for restart in 0... {
            var basis = start
            var newest = basis.vectors
            while basis.count < limit, newest.shape[0] > 0 {
                // Rows times the matrix and back.
                newest = basis.append(matmul(matmul(newest, matrix), flipped), atMost: limit - basis.count)
            }
            let seen = matmul(basis.vectors, matrix)
            let (turned, squares) = eigenvectors(of: matmul(seen, transposed(seen, [1, 0])))
            let values = squares.map { Float(max($0, 0).squareRoot()) }
            let best = min(block, turned.shape[0])
            let left = matmul(turned[rows: 0..<best], basis.vectors)
            let kept = min(rank, best)
            var right = matmul(left[rows: 0..<kept], matrix)
            right = right.scaledPerRow(by: values[0..<kept].map { $0 > 0 ? 1 / $0 : 0 })
            if basis.count == edge || newest.shape[0] == 0 || restart == mostRestarts
                || isSettled(left[rows: 0..<kept], right, values, flipped)
            {
                return (transposed(left[rows: 0..<kept], [1, 0]), Array(values[0..<kept]), right)
            }
            start = Basis(length: edge)
            start.append(left)
        }
        preconditionFailure("restarts end")
    }

    /// Whether every vector on the right leads back to its partner.
    private static func isSettled(_ left: Tensor, _ right: Tensor, _ values: [Float], _ flipped: Tensor) -> Bool {
        guard let largest = values.first, largest > 0 else { return true }
        let rest = matmul(right, flipped) - left.scaledPerRow(by: Array(values[0..<left.shape[0]]))
        return rest.perRow { row in row.array.reduce(0) { $0 + $1 * $1 }.squareRoot() }.allSatisfy {
            $0 <= tolerance * largest
        }
    }
}

/// Vectors of length 1 at right angles, as rows.
private struct Basis {
    private(set) var vectors: Tensor
    private var largest: Float = 0

    var count: Int { vectors.shape[0] }

    init(length: Int) {
        vectors = Tensor(zeros: [0, length])
    }

    /// Takes in what `rows` have that the basis lacks; rows that have nothing of their own are left out.
    ///
    /// - Returns: the vectors that have been added.
    @discardableResult
    mutating func append(_ rows: Tensor, atMost limit: Int = .max) -> Tensor {
        let length = vectors.shape[1]
        var rows = rows
        // Once is not enough in 32 bits.
        for _ in 0..<2 where count > 0 {
            rows = rows - matmul(matmul(rows, transposed(vectors, [1, 0])), vectors)
        }
        var added: [[Double]] = []
        for index in 0..<rows.shape[0] where added.count < limit {
            var row = rows[rows: index..<index + 1].array.map(Double.init)
            let before = norm(row)
            largest = max(largest, Float(before))
            for _ in 0..<2 {
                for other in added {
                    let share = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
                    for place in row.indices { row[place] -= share * other[place] }
                }
            }
            let after = norm(row)
            guard after > 1e-6 * Double(largest), after > 1e-30 else { continue }
            for place in row.indices { row[place] /= after }
            added.append(row)
        }
        let new = Tensor(added.joined().map { Float($0) }, shape: [added.count, length])
        if !added.isEmpty { vectors = count == 0 ? new : concatenate([vectors, new], axis: 0) }
        return new
    }

    private func norm(_ row: [Double]) -> Double { row.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}

/// Eigenvectors of a symmetric matrix as rows, with their values, the largest first.
///
/// - Shapes: `matrix` [K, K] → [K, K].
/// - Source: cyclic Jacobi rotations.
private func eigenvectors(of matrix: Tensor) -> (vectors: Tensor, values: [Double]) {
    let edge = matrix.shape[0]
    var entries = matrix.array.map(Double.init)
    var vectors = [Double](repeating: 0, count: edge * edge)
    for index in 0..<edge { vectors[index * edge + index] = 1 }
    for _ in 0..<30 {
        var (beside, along) = (0.0, 0.0)
        for row in 0..<edge {
            for column in 0..<edge {
                let square = entries[row * edge + column] * entries[row * edge + column]
                if row == column { along += square } else { beside += square }
            }
        }
        guard beside > 1e-26 * along else { break }
        for p in 0..<edge {
            for q in p + 1..<max(edge, p + 1) {
                rotate(&entries, &vectors, edge, p, q)
            }
        }
    }
    let order = (0..<edge).sorted { entries[$0 * edge + $0] > entries[$1 * edge + $1] }
    let sorted = order.flatMap { row in vectors[row * edge..<(row + 1) * edge].map { Float($0) } }
    return (Tensor(sorted, shape: [edge, edge]), order.map { entries[$0 * edge + $0] })
}

/// Turns rows and columns `p` and `q` so that their common entry is zero.
private func rotate(_ entries: inout [Double], _ vectors: inout [Double], _ edge: Int, _ p: Int, _ q: Int) {
    let shared = entries[p * edge + q]
    guard shared != 0 else { return }
    let slope = (entries[q * edge + q] - entries[p * edge + p]) / (2 * shared)
    let tangent = (slope >= 0 ? 1 : -1) / (abs(slope) + (slope * slope + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for index in 0..<edge {
        let (a, b) = (entries[index * edge + p], entries[index * edge + q])
        entries[index * edge + p] = cosine * a - sine * b
        entries[index * edge + q] = sine * a + cosine * b
    }
    for index in 0..<edge {
        let (a, b) = (entries[p * edge + index], entries[q * edge + index])
        entries[p * edge + index] = cosine * a - sine * b
        entries[q * edge + index] = sine * a + cosine * b
        let (c, d) = (vectors[p * edge + index], vectors[q * edge + index])
        vectors[p * edge + index] = cosine * c - sine * d
        vectors[q * edge + index] = sine * c + cosine * d
    }
}
