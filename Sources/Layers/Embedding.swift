import Tensors

/// A table of vectors, looked up by row. Rows are read from the file as they are asked for.
public struct Embedding: Sendable {
    private let table: StoredTensor

    public var count: Int { table.shape[0] }
    public var width: Int { table.shape[1] }

    /// - Parameter name: the table's name; embeddings differ in it.
    public init(_ weights: Weights, _ name: String = "weight", count: Int, width: Int) throws(WeightsError) {
        table = try weights(name, count, width)
    }

    /// - Shapes: → [rows, width].
    /// - Throws: if the weights cannot be read.
    public func callAsFunction(_ rows: [Int]) throws -> Tensor {
        try table.rows(rows)
    }
}
