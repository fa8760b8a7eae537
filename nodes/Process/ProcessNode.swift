import Engine
import Foundation

/// A node that runs a program of the user's; what its ports are, its pack tells.
struct ProcessNode: ReadsFiles, ChecksInputs, HasFingerprint, CustomReflectable {
    static let summary = "Run a program."

    private let pack: ProcessPack
    private let isAllowed: Bool
    private let inputs: [ProcessInput]
    private let outputs: [ProcessOutput]

    init() {
        preconditionFailure("a process node without a pack")
    }

    init(_ pack: ProcessPack, isAllowed: Bool) {
        self.pack = pack
        self.isAllowed = isAllowed
        inputs = pack.inputs.map(ProcessInput.init)
        outputs = pack.outputs.map(ProcessOutput.init)
    }

    /// The ports, where the engine looks for properties.
    var customMirror: Mirror {
        Mirror(self, unlabeledChildren: inputs.map { $0.property as Any } + outputs.map(\.property))
    }

    /// The program's content is part of the key, and so is all that the pack says.
    func files(in folders: Folders) -> [String] { isAllowed ? pack.files : [] }
    func fingerprint(in folders: Folders) -> String? { pack.text }

    func check(in folders: Folders) throws {
        guard isAllowed else { throw ProcessError.notAllowed(pack.typeName) }
        for path in pack.files where !FileManager.default.fileExists(atPath: path) {
            throw ProcessError.noProgram(path)
        }
    }

    func run(_ context: RunContext) async throws {
        guard isAllowed else { throw ProcessError.notAllowed(pack.typeName) }
        let values = zip(pack.inputs, inputs).map { ($0, $1.value) }
        let calls = try ProcessFiles.calls(for: values)
        var made = [[ProcessValue]](repeating: [], count: outputs.count)
        for call in 0..<calls {
            try context.progress(call, of: calls)
            let results = try await run(call, values, below: context.folders.temp)
            for (index, value) in results.enumerated() { made[index].append(value) }
        }
        try context.progress(calls, of: calls)
        for (index, output) in outputs.enumerated() {
            try output.set(made[index], of: pack.outputs[index])
        }
    }

    /// One call of the program, in a folder of its own that is gone afterwards.
    private func run(
        _ call: Int, _ values: [(ProcessPort, ProcessValue?)], below temp: String
    ) async throws -> [ProcessValue] {
        let folder = "\(temp)/program-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = ProcessFiles(folder: folder)
        var words: [String: String] = [:]
        for (port, value) in values { words[port.name] = try files.write(value, of: port, call: call) }
        for port in pack.outputs { words[port.name] = files.path(of: port) }
        try await ProgramRun(arguments: arguments(words), folder: folder, limits: pack.limits).run()
        return try pack.outputs.map { try files.read($0, limit: pack.limits.file << 20) }
    }

    /// The program and its arguments, each `{name}` filled in once; what is filled in is not looked at again.
    private func arguments(_ words: [String: String]) -> [String] {
        pack.program.enumerated().map { index, argument in
            var result = ""
            var rest = argument[...]
            if argument.hasPrefix("./") {
                result = pack.folder
                rest = rest.dropFirst()
            }
            while let opening = rest.firstIndex(of: "{"),
                let closing = rest[opening...].firstIndex(of: "}")
            {
                let name = String(rest[rest.index(after: opening)..<closing])
                result += rest[..<opening] + (words[name] ?? String(rest[opening...closing]))
                rest = rest[rest.index(after: closing)...]
            }
            return result + rest
        }
    }
}
