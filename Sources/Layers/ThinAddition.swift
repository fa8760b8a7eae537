import Kernels
import Tensors

/// A product of two thin matrices that is added to what a layer's own matrix gives; so a change of a model needs no copy of
/// its weights.
struct ThinAddition: Sendable {
    private let down: PackedMatrix, up: PackedMatrix

    /// The changes of a tensor, and the tensor below them all.
    ///
    /// - Throws: if a factor cannot be read.
    static func split(_ stored: StoredTensor) throws -> (base: StoredTensor, additions: [ThinAddition]) {
        var base = stored
        var additions: [ThinAddition] = []
        while let parts = (base.source as? any LowRankSum)?.parts {
            additions.append(
                ThinAddition(down: try parts.down.matrix().packedMatrix(), up: try scaled(parts).packedMatrix()))
            base = parts.base
        }
        return (base, additions.reversed())
    }

    private static func scaled(_ parts: LowRankParts) throws -> StoredTensor {
        let up = try parts.up.matrix().tensor() * parts.factor()
        return StoredTensor(shape: up.shape, element: .float32, source: Values(tensor: up))
    }

    /// `output` with the addition for `input`.
    ///
    /// - Shapes: `input` [..., inputs], `output` [..., outputs] → as `output`.
    func added(to output: Tensor, for input: Tensor) -> Tensor {
        linear(linear(input, down), up, adding: output)
    }

    private struct Values: WeightSource {
        let tensor: Tensor
        func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
            try body(bytes(of: tensor.values))
        }
    }
}

extension StoredTensor {
    /// As a matrix of its rows.
    fileprivate func matrix() -> StoredTensor {
        StoredTensor(shape: [shape[0], shape.dropFirst().reduce(1, *)], element: element, source: source)
    }
}
