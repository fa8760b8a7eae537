import Engine
import Foundation
import JSON

/// A node type that runs a program: what its file says.
///
/// ```json
/// {
///   "description": "Turn a picture by 180 degrees.",
///   "version": 1,
///   "program": ["./turn.sh", "--quality", "{quality}", "{image}", "{turned}"],
///   "inputs": {"image": {"type": "IMAGE"}, "quality": {"type": "INT", "default": 90, "min": 1, "max": 100}},
///   "outputs": {"turned": {"type": "IMAGE"}},
///   "limits": {"seconds": 60, "memory_mb": 1024, "file_mb": 256}
/// }
/// ```
///
/// `{quality}` stands for what was written, `{image}` for a file that holds the picture, `{turned}` for one that the program
/// writes. Pictures and masks are PNG files, one call for each picture of a batch; with `"form": "safetensors"` one file holds
/// the batch, as latents always are; texts may be files too, with `"form": "file"`. A program that begins with `./` lies
/// beside the pack's file.
public struct ProcessPack: Sendable {
    public let typeName: String
    let displayName: String
    let category: String
    let summary: String
    let version: Int
    let program: [String]
    let inputs: [ProcessPort]
    let outputs: [ProcessPort]
    let limits: ProcessLimits

    /// Where the pack's file lies.
    let folder: String

    /// All that the file says, in one canonical form: part of the key of every result.
    let text: String
}

/// What a program may use.
struct ProcessLimits: Hashable, Sendable {
    var seconds = 60
    /// - Units: 2^20 bytes, of address space.
    var memory = 1024
    /// - Units: 2^20 bytes, of each file.
    var file = 256
}

extension ProcessPack {
    /// - Parameters:
    ///   - name: of the node type; that of the file.
    ///   - folder: where the file lies.
    /// - Throws: `ProcessPackError`, at the first thing that is wrong.
    public init(parsing bytes: [UInt8], name: String, folder: String) throws(ProcessPackError) {
        func wrong(_ fact: String, _ remedy: String) -> ProcessPackError {
            ProcessPackError(name: name, fact: fact, remedy: remedy)
        }
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes, .strict)
        } catch {
            throw wrong("the file is no JSON: \(error)", "Mend it there.")
        }
        guard case .object(let object) = json else {
            throw wrong("the file holds \(json.kind)", "Write an object.")
        }
        guard let summary = object["description"]?.string, !summary.isEmpty else {
            throw wrong("there is no 'description'", "Say in one sentence what the node does.")
        }
        guard let words = object["program"]?.array, !words.isEmpty,
            words.allSatisfy({ $0.string?.isEmpty == false })
        else {
            throw wrong(
                "there is no 'program'", "Write the program and its arguments as a list of texts.")
        }
        func ports(_ key: String, isOutput: Bool) throws(ProcessPackError) -> [ProcessPort] {
            guard case .object(let members)? = object[key] else {
                throw wrong("there are no '\(key)'", "Write them as an object, by name.")
            }
            return try members.map { (member) throws(ProcessPackError) in
                guard let port = ProcessPort(member.key, member.value, isOutput: isOutput) else {
                    throw wrong(
                        "'\(key).\(member.key)' is no port",
                        "Give it a type: INT, FLOAT, BOOLEAN, STRING, IMAGE, MASK or LATENT"
                            + (isOutput ? "; numbers come as texts." : ", and a default within its range."))
                }
                return port
            }
        }
        typeName = name
        displayName = object["display_name"]?.string ?? name
        category = object["category"]?.string ?? "programs"
        self.summary = summary
        version = object["version"]?.int ?? 1
        program = words.compactMap(\.string)
        inputs = try ports("inputs", isOutput: false)
        outputs = try ports("outputs", isOutput: true)
        self.folder = folder
        text = json.serialized(.canonical)

        var limits = ProcessLimits()
        for (key, path) in [
            ("seconds", \ProcessLimits.seconds), ("memory_mb", \.memory), ("file_mb", \.file),
        ] as [(String, WritableKeyPath<ProcessLimits, Int>)] {
            guard let value = object["limits"]?[key] else { continue }
            guard let number = value.int, (1...1_000_000).contains(number) else {
                throw wrong("'limits.\(key)' is \(value)", "Give a whole number from 1 to 1000000.")
            }
            limits[keyPath: path] = number
        }
        self.limits = limits
        let names = inputs.map(\.name) + outputs.map(\.name)
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw wrong("two ports are called '\(twice)'", "Rename one.")
        }
        if let output = outputs.first(where: { output in
            !program.contains { $0.contains("{\(output.name)}") }
        }) {
            throw wrong(
                "no argument tells where output '\(output.name)' goes", "Write {\(output.name)} among them."
            )
        }
    }

    /// The node type.
    ///
    /// - Parameter isAllowed: whether the user has allowed it by name; if not, graphs with it are refused.
    public func definition(isAllowed: Bool) -> NodeDefinition {
        NodeDefinition(
            making: { ProcessNode(self, isAllowed: isAllowed) }, typeName: typeName,
            displayName: displayName,
            category: category, summary: summary, version: version)
    }

    /// Absolute paths of the program and of the arguments that lie beside the pack's file.
    var files: [String] {
        program.enumerated().compactMap { index, word in
            if word.hasPrefix("./") { return folder + word.dropFirst() }
            if index > 0 { return nil }
            if word.hasPrefix("/") { return word }
            return ["/usr/bin/", "/bin/"].map { $0 + word }.first {
                FileManager.default.isExecutableFile(atPath: $0)
            }
        }
    }
}

/// Why a file is no process pack.
public struct ProcessPackError: Error, Hashable, Sendable, CustomStringConvertible {
    let name: String
    let fact: String
    let remedy: String

    public var description: String { "process node \(name): \(fact). \(remedy)" }
}
