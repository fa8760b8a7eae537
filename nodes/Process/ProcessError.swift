/// Why a program gave no result.
enum ProcessError: Error, Hashable {
    case notAllowed(String)
    case noProgram(String)
    case failed(status: Int32, said: String)
    case killed(signal: Int32, said: String)
    case late(seconds: Int, said: String)
    case missingOutput(String)
    case largeOutput(String, bytes: Int, limit: Int)
    case unreadable(String, String)
    case missingTensor(String)
    case misshapenTensor(String, [Int])
    case unequalPictures(String)
    case unequalBatches(Int, Int)
}

extension ProcessError: CustomStringConvertible {
    var description: String { "\(fact). \(remedy)" }

    private var fact: String {
        switch self {
        case .notAllowed: "this node runs a program, which is off"
        case .noProgram(let path): "there is no program \(path)"
        case .failed(126, ""): "the program could not be started within its limits"
        case .failed(let status, let said):
            "the program ended with status \(status)\(Self.quoted(said))"
        case .killed(let signal, let said):
            "the program was ended by signal \(signal)\(Self.quoted(said))"
        case .late(let seconds, let said): "the program took more than \(seconds) s\(Self.quoted(said))"
        case .missingOutput(let name): "the program wrote no output '\(name)'"
        case .largeOutput(let name, let bytes, let limit):
            "output '\(name)' takes \(bytes) bytes, more than the limit of \(limit)"
        case .unreadable(let name, let why): "output '\(name)' cannot be read: \(why)"
        case .missingTensor(let name): "the file of output '\(name)' has no tensor of that name"
        case .misshapenTensor(let name, let shape):
            "output '\(name)' has the shape \(shape), not four sides"
        case .unequalPictures(let name): "the pictures of output '\(name)' have different sizes"
        case .unequalBatches(let a, let b): "batches of \(a) and \(b) pictures do not go together"
        }
    }

    private static func quoted(_ said: String) -> String { said.isEmpty ? "" : " and said: \(said)" }

    private var remedy: String {
        switch self {
        case .notAllowed(let name): "Allow it with --allow-process \(name) if you trust it."
        case .noProgram: "Put it there, or name another in the pack."
        case .failed, .killed: "Run it by hand to see why, or raise the pack's limits."
        case .late: "Raise 'limits.seconds' in the pack."
        case .missingOutput: "Make it write the file that its arguments name."
        case .largeOutput: "Raise 'limits.file_mb' in the pack."
        case .unreadable, .missingTensor, .misshapenTensor, .unequalPictures:
            "Make the program write what the pack says."
        case .unequalBatches: "Give as many of each, or one."
        }
    }
}
