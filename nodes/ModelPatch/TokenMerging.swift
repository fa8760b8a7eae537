import Diffusion
import Models
import Synchronization
import Tensors

/// Merges queries that are alike: of every two by two tokens one is drawn that others may join.
///
/// - Source: Bolya and Hoffman 2023, "Token Merging for Fast Stable Diffusion", as ComfyUI's `nodes_tomesd.py` applies it.
final class TokenMerging: SelfAttentionPatch {
    private let ratio: Double
    private let chance: Mutex<TorchGenerator>

    init(ratio: Double, chance: TorchGenerator) {
        self.ratio = ratio
        self.chance = Mutex(chance)
    }

    func callAsFunction(_ inputs: inout SelfAttentionInputs, at site: AttentionSite) {
        let count = inputs.query.shape[1]
        // Only where tokens are cells of the latent.
        guard count > 0, Double(site.height * site.width / count).squareRoot().rounded(.up) <= 1,
            site.height > 1, site.width > 1
        else { return }
        let merged = Int(Double(count) * ratio)
        guard merged > 0 else { return }
        let (own, joined) = drawn(height: site.height, width: site.width)
        let matches = (0..<inputs.query.shape[0]).map { image in
            Matching(
                inputs.query[rows: image..<image + 1].reshaped([count, inputs.query.shape[2]]), own, joined, merged)
        }
        inputs.query = concatenate(matches.map(\.tokens), axis: 0)
        inputs.restore.append { output in
            concatenate(
                matches.enumerated().map { image, match in match.spread(output[rows: image..<image + 1]) }, axis: 0)
        }
    }

    /// Tokens that stay by themselves or join another, and those that others may join.
    private func drawn(height: Int, width: Int) -> (own: [Int], joined: [Int]) {
        let (rows, columns) = (height / 2, width / 2)
        let choices = chance.withLock { chance in
            (0..<rows * columns).map { _ in Int(chance.integer(below: 4)) }
        }
        var isJoined = [Bool](repeating: false, count: height * width)
        for row in 0..<rows {
            for column in 0..<columns {
                let choice = choices[row * columns + column]
                isJoined[(2 * row + choice / 2) * width + 2 * column + choice % 2] = true
            }
        }
        return (isJoined.indices.filter { !isJoined[$0] }, isJoined.indices.filter { isJoined[$0] })
    }
}

/// Which tokens of one picture join which.
private struct Matching {
    /// [1, remaining, D]: those that stay by themselves, then those that were joined.
    let tokens: Tensor

    private let alone: [Int]
    private let joined: [Int]
    /// Tokens with the place, among `joined`, of the one that they have joined.
    private let joining: [(token: Int, target: Int)]

    /// - Shapes: `tokens` [T, D].
    init(_ tokens: Tensor, _ own: [Int], _ joined: [Int], _ count: Int) {
        let norms = tokens.perRow(\.norm).map { 1 / $0 }
        let unit = tokens.scaledPerRow(by: norms)
        let scores = matmul(gatherRows(unit, own), transposed(gatherRows(unit, joined), [1, 0]))
        let best = (0..<own.count).map { row in Self.largest(scores[rows: row..<row + 1].array) }
        // Stable, as PyTorch sorts.
        let order = best.indices.sorted { best[$0].value != best[$1].value ? best[$0].value > best[$1].value : $0 < $1 }
        let count = min(count, own.count)
        alone = order[count...].map { own[$0] }
        joining = order[..<count].map { (own[$0], best[$0].index) }
        self.joined = joined

        var members = joined.map { [$0] }
        for (token, target) in joining { members[target].append(token) }
        let width = tokens.shape[1]
        let values = tokens.array
        var rows = alone.flatMap { values[$0 * width..<($0 + 1) * width] }
        for group in members {
            for column in 0..<width {
                rows.append(group.reduce(Float(0)) { $0 + values[$1 * width + column] } / Float(group.count))
            }
        }
        self.tokens = Tensor(rows, shape: [1, alone.count + joined.count, width])
    }

    private static func largest(_ values: [Float]) -> (index: Int, value: Float) {
        var best = (index: 0, value: values[0])
        for (index, value) in values.enumerated() where value > best.value { best = (index, value) }
        return best
    }

    /// What attention made of the merged tokens, for all tokens.
    ///
    /// - Shapes: [1, remaining, D] → [1, T, D].
    func spread(_ output: Tensor) -> Tensor {
        var rows = [Int](repeating: 0, count: alone.count + joined.count + joining.count)
        for (row, token) in alone.enumerated() { rows[token] = row }
        for (row, token) in joined.enumerated() { rows[token] = alone.count + row }
        for (token, target) in joining { rows[token] = alone.count + target }
        return output.gathered(axis: 1, rows)
    }
}
