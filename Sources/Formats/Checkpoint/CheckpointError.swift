import JSON

/// Why a PyTorch checkpoint was not read.
public struct CheckpointError: Error, Hashable, Sendable {
    public let path: String
    public let problem: Problem

    public init(_ path: String, _ problem: Problem) {
        self.path = path
        self.problem = problem
    }

    public enum Problem: Error, Hashable, Sendable {
        case zip(String)
        case notACheckpoint
        case byteOrder(String)
        case pickleTooLarge(bytes: Int)
        case pickleChecksum
        case forbiddenName(String)
        case forbiddenOperation(UInt8)
        case pickle(String)
        case noWeights
        case storage(String, String)
        case tensor(String)
    }
}

extension CheckpointError: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String { "\(path.legible(limit: 400)): \(fact). \(remedy)" }

    private var fact: String {
        switch problem {
        case .zip(let fact): "this zip archive is not as PyTorch writes it: \(fact)"
        case .notACheckpoint: "this zip archive has no 'data.pkl' in one folder, so it is no PyTorch checkpoint"
        case .byteOrder(let order): "its numbers are in the byte order '\(order.legible(limit: 20))'"
        case .pickleTooLarge(let bytes):
            "its pickle has \(bytes) bytes, which is over the limit of \(Unpickler.byteLimit)"
        case .pickleChecksum: "its pickle does not match its checksum"
        case .forbiddenName(let name):
            "its pickle asks for '\(name.legible())', which is not on the list of harmless names"
        case .forbiddenOperation(let code):
            "its pickle uses the operation 0x\(String(code, radix: 16)), which weights do not need"
        case .pickle(let fact): "its pickle is malformed: \(fact)"
        case .noWeights: "its pickle holds no table of named tensors"
        case .storage(let key, let fact): "the storage '\(key.legible(limit: 20))' \(fact)"
        case .tensor(let fact): "a tensor of its pickle \(fact)"
        }
    }

    private var remedy: String {
        switch problem {
        case .zip: "Download it again, or load and save it with a current PyTorch."
        case .notACheckpoint, .noWeights: "Name a file that holds weights."
        case .byteOrder: "Save it on a little-endian machine, or convert it to safetensors."
        case .forbiddenName, .forbiddenOperation: "If you trust the file, convert it to safetensors elsewhere."
        default: "Download it again, or convert it to safetensors."
        }
    }
}
