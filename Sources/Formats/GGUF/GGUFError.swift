import JSON

/// A GGUF file that breaks a rule of the format.
public struct GGUFError: Error, Hashable, Sendable {
    public let path: String
    public let problem: Problem

    public init(_ path: String, _ problem: Problem) {
        self.path = path
        self.problem = problem
    }

    public enum Problem: Hashable, Sendable {
        case notGGUF(FileKind)
        case otherByteOrder
        case version(UInt32)
        case endsEarly(reading: String)
        case tooMany(what: String, count: UInt64, limit: Int)
        case emptyName(of: String)
        case duplicate(String)
        case notText(what: String)
        case valueType(UInt32, key: String)
        case notBoolean(UInt8, key: String)
        case alignment(String)
        case dimensions(UInt32, tensor: String)
        case dimension(UInt64, tensor: String)
        case tooLarge(tensor: String)
        case unknownType(UInt32, tensor: String)
        case unreadType(String, tensor: String)
        case partialBlock(columns: Int, block: Int, tensor: String)
        case offset(UInt64, expected: Int, tensor: String)
        case pastEnd(tensor: String, end: Int, available: Int)
        case missing(String)
        case unfit(key: String)
    }
}

extension GGUFError: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String { "\(path.legible(limit: 400)): \(fact). \(remedy)" }

    private var fact: String {
        switch problem {
        case .notGGUF(let kind): "this is no GGUF file\(kind == .unknown ? "" : " but \(kind.rawValue)")"
        case .otherByteOrder: "the file was written for big-endian machines"
        case .version(let version): "version \(version) of GGUF, where 2 and 3 are read"
        case .endsEarly(let what): "the file ends within \(what.legible(limit: 80))"
        case .tooMany(let what, let count, let limit): "\(count) \(what), which is over the limit of \(limit)"
        case .emptyName(let what): "\(what) has no name"
        case .duplicate(let name): "two entries are called '\(name.legible(limit: 80))'"
        case .notText(let what): "\(what.legible(limit: 80)) is not UTF-8"
        case .valueType(let type, let key): "'\(key.legible(limit: 80))' has a value of unknown type \(type)"
        case .notBoolean(let byte, let key): "'\(key.legible(limit: 80))' is \(byte), where a boolean is 0 or 1"
        case .alignment(let found): "the alignment is \(found), where a power of two from 8 to 65536 belongs"
        case .dimensions(let count, let tensor): "\(shown(tensor)) has \(count) dimensions, where 1 to 4 belong"
        case .dimension(let size, let tensor): "\(shown(tensor)) has a dimension of \(size)"
        case .tooLarge(let tensor): "\(shown(tensor)) is larger than any memory"
        case .unknownType(let code, let tensor): "\(shown(tensor)) is stored in unknown type \(code)"
        case .unreadType(let name, let tensor): "\(shown(tensor)) is stored as \(name), which is not read"
        case .partialBlock(let columns, let block, let tensor):
            "\(shown(tensor)) has rows of \(columns), which are not whole blocks of \(block)"
        case .offset(let offset, let expected, let tensor):
            "\(shown(tensor)) begins at \(offset), where \(expected) belongs"
        case .pastEnd(let tensor, let end, let available):
            "\(shown(tensor)) ends at byte \(end) of \(available)"
        case .missing(let key): "'\(key.legible(limit: 80))' is missing"
        case .unfit(let key): "the value of '\(key.legible(limit: 80))' does not fit the model"
        }
    }

    private func shown(_ tensor: String) -> String { "tensor '\(tensor.legible(limit: 80))'" }

    private var remedy: String {
        switch problem {
        case .notGGUF: "Name a .gguf file."
        case .otherByteOrder: "Convert it to little-endian."
        case .version: "Convert it with a current version of the tool that made it."
        case .endsEarly, .pastEnd: "Download it again; the copy is not whole."
        case .unreadType: "Use a file in Q4_K_M, Q8_0, F16 or another of the usual types."
        case .missing, .unfit: "Use another file of this model."
        default: "The file is damaged; download it again."
        }
    }
}
