import Formats
import JSON
import Models
import Tensors

/// What a weights file holds, whatever its kind.
struct WeightsContents {
    let kind: String
    let family: String?

    /// In the order of the file, where it has one.
    let names: [String]

    /// Of each tensor: what its numbers are stored as, and its shape.
    let tensors: [String: (element: String, shape: [Int])]

    /// What the file says of itself.
    let texts: [(key: String, text: String)]

    /// - Throws: as the reader of that kind of file.
    init(path: String, kind: FileKind) throws {
        switch kind {
        case .gguf:
            let file = try GGUFFile(path: path)
            self.kind = "GGUF file"
            let architecture = file.metadata["general.architecture"]?.string
            family =
                ModelFamily(of: file.tensors.mapValues(\.stored))?.description
                ?? architecture.map { "language model, \($0.legible())" }
            names = file.names
            tensors = file.tensors.mapValues { ($0.element.name, $0.shape) }
            texts = file.metadata.map { ($0.key, $0.value.summary) }
        case .zip:
            let weights = try loadWeightsFile(path)
            self.kind = "PyTorch checkpoint"
            family = ModelFamily(of: weights)?.description
            names = weights.keys.sorted()
            tensors = weights.mapValues { ($0.element.rawValue, $0.shape) }
            texts = try loadWeightsTexts(path).map { ($0.key, $0.value) }
        case .pickle:
            throw WeightsFileError(path, kind)
        default:
            let file = try SafetensorsFile(path: path)
            self.kind = "Safetensors file"
            family = ModelFamily(of: file.tensors)?.description
            names = file.names
            tensors = file.tensors.mapValues { ($0.element.rawValue, $0.shape) }
            texts = file.metadata.map { ($0.key, $0.value) }
        }
    }
}

extension GGUFValue {
    /// The value, or how many there are.
    fileprivate var summary: String {
        switch self {
        case .integer(let value): "\(value)"
        case .unsigned(let value): "\(value)"
        case .number(let value): "\(value)"
        case .boolean(let value): "\(value)"
        case .text: string ?? ""
        case .integers(let values): "\(values.count) numbers"
        case .numbers(let values): "\(values.count) numbers"
        case .booleans(let values): "\(values.count) truth values"
        case .texts(let values): "\(values.count) texts"
        case .nested(let count): "\(count) lists"
        }
    }
}
