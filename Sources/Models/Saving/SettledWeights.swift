import Formats
import Layers
import Tensors

extension StoredTensor {
    /// The tensor as a file keeps it: in the element type of the file that it comes from, whatever was added to it since.
    var settled: StoredTensor {
        let element = originalElement
        guard element != self.element, element == .float16 || element == .bfloat16 else { return self }
        return StoredTensor(shape: shape, element: element, source: NarrowedWeights(element) { try tensor() })
    }

    private var originalElement: ElementType {
        switch source {
        case let changed as ChangedWeights: changed.original.originalElement
        case let moved as MovedWeights: moved.start.originalElement
        case let sum as TensorSum: sum.first.originalElement
        case let sum as WeightedSum: sum.first.originalElement
        default: element
        }
    }
}

extension Weights {
    /// All tensors below the path, as a file keeps them.
    func settled() throws(WeightsError) -> [String: StoredTensor] {
        var tensors: [String: StoredTensor] = [:]
        for name in names { tensors[name] = try self(name, shape(name) ?? []).settled }
        return tensors
    }
}
