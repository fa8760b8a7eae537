import Engine
import Tensors

/// Puts one latent onto another, with soft edges.
struct LatentComposite: Node {
    static let displayName = "Latent Composite"
    static let category = "model/latent"
    static let summary = "Put one latent onto another."

    @Input("The latents below.") var samplesTo: Latent
    @Input("The latents on top.") var samplesFrom: Latent
    @Input("Left edge of the latents on top, in pixels.", in: 0...16_384, step: 8) var x = 0
    @Input("Upper edge of the latents on top, in pixels.", in: 0...16_384, step: 8) var y = 0
    @Input("Width of the soft edge, in pixels.", in: 0...16_384, step: 8) var feather = 0

    @Output var joined: Latent

    func run(_ context: RunContext) throws {
        joined = samplesTo
        let (below, above) = (try samplesTo.pictures, try samplesFrom.pictures)
        let (left, top) = (x / 8, y / 8)
        guard left < below.shape[3], top < below.shape[2] else { return }
        guard above.shape[1] == below.shape[1] else {
            throw LatentError.otherChannels(above.shape[1], wanted: below.shape[1])
        }
        let rows = top..<min(top + above.shape[2], below.shape[2])
        let columns = left..<min(left + above.shape[3], below.shape[3])
        var part = above.fitted(toBatch: below.shape[0])
            .window(0..<rows.count, 0..<columns.count, axes: (2, 3))
        if feather >= 8 {
            let mask = softEdges(rows, columns, of: below).broadcast(to: part.shape)
            part = part * mask + below.window(rows, columns, axes: (2, 3)) * (1 - mask)
        }
        joined.samples = below.replacing(part, top: top, left: left, axes: (2, 3))
    }

    /// How much of the latent on top there is: less towards those edges that are not the other's.
    ///
    /// - Shapes: [1, 1, rows, columns].
    private func softEdges(_ rows: Range<Int>, _ columns: Range<Int>, of below: Tensor) -> Tensor {
        let width = feather / 8
        var mask = [Float](repeating: 1, count: rows.count * columns.count)
        func fade(row: Int, column: Int, by factor: Float) { mask[row * columns.count + column] *= factor }
        for step in 0..<width {
            let factor = Float(1 / Double(width) * Double(step + 1))
            if step < rows.count {
                for column in columns.indices.map({ $0 - columns.lowerBound }) {
                    if rows.lowerBound != 0 { fade(row: step, column: column, by: factor) }
                    if rows.upperBound < below.shape[2] { fade(row: rows.count - 1 - step, column: column, by: factor) }
                }
            }
            if step < columns.count {
                for row in 0..<rows.count {
                    if columns.lowerBound != 0 { fade(row: row, column: step, by: factor) }
                    if columns.upperBound < below.shape[3] {
                        fade(row: row, column: columns.count - 1 - step, by: factor)
                    }
                }
            }
        }
        return Tensor(mask, shape: [1, 1, rows.count, columns.count])
    }
}
