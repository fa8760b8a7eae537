import Kernels
import Tensors

/// Weights of eight bits that count a scale's times: opened by products as they lie, or given multiplied, as 32-bit floats.
struct ScaledWeights: ShortWeights {
    let format: ShortFormat

    /// - Shapes: [rows, ...].
    let stored: StoredTensor

    /// One number for each row, or for all; nothing is 1.
    let scale: StoredTensor?

    var codes: any WeightSource { stored.source }

    func scales() throws -> [Float] { try scale?.tensor().array ?? [] }

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        let (rows, columns) = (stored.shape.first ?? 1, stored.shape.dropFirst().reduce(1, *))
        let scales = try scales()
        let values = try stored.source.withBytes { bytes in
            floats(rows * columns) { output in
                widenMatrix(bytes, format, scales: scales, outputs: rows, inputs: columns, into: &output)
            }
        }
        return try unsafe body(values.span.bytes)
    }
}
