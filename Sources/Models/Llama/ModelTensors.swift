import Formats
import Tensors

/// The tensors of a language model, with their shapes checked.
struct ModelTensors {
    let file: GGUFFile

    /// Whether inputs of products are not to be rounded to bytes: where a router chooses among experts, the least change can
    /// choose another, and all that follows changes.
    var isPrecise = false

    func has(_ name: String) -> Bool { file.tensors[name] != nil }

    /// - Throws: `LanguageModelError` if there is none of that name and shape.
    func callAsFunction(_ name: String, _ shape: Int...) throws -> GGUFTensor {
        guard let tensor = file.tensors[name] else { throw LanguageModelError(file.path, .noTensor(name)) }
        guard tensor.shape == shape else {
            throw LanguageModelError(file.path, .shape(tensor: name, found: tensor.shape, wanted: shape))
        }
        return tensor
    }

    /// A row of numbers, widened.
    func vector(_ name: String, _ count: Int) throws -> Tensor {
        try self(name, count).stored.tensor()
    }

    func optionalVector(_ name: String, _ count: Int) throws -> Tensor? {
        has(name) ? try vector(name, count) : nil
    }

    /// `NAME.weight`, and `NAME.bias` if there is one.
    func projection(_ name: String, from inputs: Int, to outputs: Int) throws -> Projection {
        try Projection(
            self("\(name).weight", outputs, inputs), bias: try optionalVector("\(name).bias", outputs),
            isPrecise: isPrecise)
    }
}
