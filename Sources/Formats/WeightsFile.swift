import JSON
import Tensors

/// The weights in a file, by name; what kind of file it is decides its contents, not its name.
///
/// - Throws: `FileError`, `SafetensorsError`, `CheckpointError`, `GGUFError`, `ScaledLayerError`, or `WeightsFileError` for a
///   kind that is not read.
public func loadWeightsFile(_ path: String) throws -> [String: StoredTensor] {
    let file = try MappedFile(path: path)
    let kind = FileKind(head: try file.read(0..<min(file.byteCount, 64)))
    switch kind {
    case .zip: return try CheckpointFile(file).tensors
    case .gguf: return try GGUFFile(file).weights
    case .pickle: throw WeightsFileError(path, kind)
    default:
        let file = try SafetensorsFile(file)
        return try joiningScaledLayers(file.tensors, metadata: file.metadata, path: path)
    }
}

/// Words that lie beside the weights of a pickled checkpoint; none in files of other kinds.
///
/// - Throws: as `loadWeightsFile`.
public func loadWeightsTexts(_ path: String) throws -> [String: String] {
    let file = try MappedFile(path: path)
    let kind = FileKind(head: try file.read(0..<min(file.byteCount, 64)))
    return kind == .zip ? try CheckpointFile(file).texts : [:]
}

/// A weights file of a kind that is not read.
public struct WeightsFileError: Error, Hashable, Sendable {
    public let path: String
    public let kind: FileKind

    public init(_ path: String, _ kind: FileKind) {
        self.path = path
        self.kind = kind
    }
}

extension WeightsFileError: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String {
        "\(path.legible(limit: 400)): this is \(kind.rawValue), which is not read as weights. "
            + "Convert it to safetensors."
    }
}
