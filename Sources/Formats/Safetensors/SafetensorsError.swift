import JSON

/// A rule of the safetensors format that a file breaks.
public struct SafetensorsError: Error, Hashable, Sendable {
    public let path: String
    public let problem: Problem

    public init(_ path: String, _ problem: Problem) {
        self.path = path
        self.problem = problem
    }

    public enum Problem: Error, Hashable, Sendable {
        case other(FileKind)
        case tooShort(bytes: Int)
        case headerTooLarge(bytes: UInt64)
        case headerPastEnd(bytes: Int, available: Int)
        case headerStart
        case headerPadding
        case json(JSONError)
        case metadata(key: String?)
        case notATensor(String, field: String)
        case duplicate(String)
        case unknownType(String, String)
        case badShape(String)
        case badOffsets(String)
        case sizeOverflow(String)
        case partialByte(String, String)
        case sizeMismatch(String, stated: Int, needed: Int)
        case hole(before: String, bytes: Int)
        case overlap(String, String)
        case truncated(missing: Int)
        case trailing(bytes: Int, size: Int)
    }
}

extension SafetensorsError: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String { "\(path.legible(limit: 400)): \(fact). \(remedy)" }

    private var fact: String {
        switch problem {
        case .other(let kind): "this is \(kind.rawValue), not a safetensors file"
        case .tooShort(let bytes): "it has \(counted(bytes)), too few for a safetensors file"
        case .headerTooLarge(let bytes): "it claims a header of \(bytes) bytes; the format allows 100000000"
        case .headerPastEnd(let bytes, let available):
            "its header claims \(counted(bytes)), but the file goes on for only \(available)"
        case .headerStart: "its header does not begin with '{'"
        case .headerPadding: "its header is followed by something other than spaces"
        case .json(let error): "its header is malformed at \(error.place): \(error.fact)"
        case .metadata(nil): "'__metadata__' is not an object"
        case .metadata(let key?): "the metadata '\(key.legible())' is not a text"
        case .notATensor(let name, let field): "the entry '\(name.legible())' has no valid '\(field)'"
        case .duplicate(let name): "two tensors are called '\(name.legible())'"
        case .unknownType(let name, let type):
            "tensor '\(name.legible())' has the unknown element type '\(type.legible(limit: 20))'"
        case .badShape(let name): "tensor '\(name.legible())' has a shape that is not a list of whole sizes"
        case .badOffsets(let name): "tensor '\(name.legible())' has offsets that are not two rising whole numbers"
        case .sizeOverflow(let name): "tensor '\(name.legible())' claims more bytes than 64 bits can count"
        case .partialByte(let name, let type): "tensor '\(name.legible())' of type \(type) ends inside a byte"
        case .sizeMismatch(let name, let stated, let needed):
            "tensor '\(name.legible())' takes \(counted(needed)) by its shape, but \(stated) by its offsets"
        case .hole(let name, let bytes): "tensor '\(name.legible())' leaves \(counted(bytes)) unused before it"
        case .overlap(let a, let b): "tensors '\(a.legible())' and '\(b.legible())' share bytes"
        case .truncated(let missing): "it ends \(counted(missing)) too early"
        case .trailing(let bytes, _): "it goes on for \(counted(bytes)) after the last tensor"
        }
    }

    private func counted(_ bytes: Int) -> String { bytes == 1 ? "1 byte" : "\(bytes) bytes" }

    private var remedy: String {
        switch problem {
        case .other(let kind): kind.remedy
        case .tooShort, .headerPastEnd, .truncated: "Wait until the download has finished, or download it again."
        case .trailing(_, let size): "If you trust the file, cut them off: truncate -s \(size) FILE."
        case .headerTooLarge: "Check that this is a safetensors file, or download it again."
        default: "Download it again, or write it anew with a current version of its tool."
        }
    }
}

extension JSONError {
    /// The place alone, for sentences that have their own beginning.
    var place: String { "line \(line), column \(column)" }
}
