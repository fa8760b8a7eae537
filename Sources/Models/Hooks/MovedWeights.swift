import Kernels
import Tensors

/// A tensor moved along the way between two others, computed when a layer reads it.
struct MovedWeights: WeightSource {
    let current: StoredTensor
    /// Where the way begins: what the tensor was before any change.
    let start: StoredTensor
    let end: StoredTensor
    let strength: Double

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        let way = try end.tensor() - start.tensor()
        let moved = try current.tensor().adding(way, times: Float(strength))
        return try body(bytes(of: moved.values))
    }
}

extension StoredTensor {
    /// The tensor without what LoRAs and other hooks have changed.
    var unchanged: StoredTensor {
        switch source {
        case let changed as ChangedWeights: changed.original.unchanged
        case let moved as MovedWeights: moved.start
        case let sum as TensorSum: sum.first.unchanged
        case let sum as WeightedSum: sum.first.unchanged
        default: self
        }
    }
}
