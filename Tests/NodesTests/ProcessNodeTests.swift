import Engine
import Formats
import Foundation
import Synchronization
import Tensors
import Testing

@testable import Nodes

/// Programs of the shell in whole graphs.
struct ProcessNodeTests {
    @Test func `a text goes in among the arguments and comes out of a file`() async throws {
        try await Self.withPack(
            #""program": ["/bin/sh", "-c", "printf '%s-%s' \"$1\" \"$2\" > \"$3\"", "sh", "{word}", "{number}", "{said}"], "#
                + #""inputs": {"word": {"type": "STRING"}, "number": {"type": "INT", "default": 3, "max": 9}}, "#
                + #""outputs": {"said": {"type": "STRING"}}"#
        ) { world in
            let told1 = try await world.told(#"{"word": "it's $HOME; rm -rf {said}"}"#)
            #expect(told1 == "it's $HOME; rm -rf {said}-3")
            let told2 = try await world.told(#"{"word": "x", "number": 7}"#)
            #expect(told2 == "x-7")
            let issues = #expect(throws: GraphIssues.self) {
                try world.check(#"{"word": "x", "number": 10}"#)
            }
            #expect(
                issues?.lines.first?.hasPrefix("node 1 (Program), input 'number': 10 is out of range.")
                    == true)
        }
    }

    @Test func `pictures go in and come out as PNG files, one call each`() async throws {
        try await Self.withPack(
            #""program": ["/bin/sh", "-c", "cat \"$1\" > \"$2\"; echo call >> \"$3\"", "sh", "{image}", "{copy}", "{log}"], "#
                + #""inputs": {"image": {"type": "IMAGE"}}, "outputs": {"copy": {"type": "IMAGE"}, "log": {"type": "STRING"}}"#
        ) { world in
            let pixels = Tensor([0, 0.2, 0.4, 0.6, 0.8, 1], shape: [2, 1, 1, 3])
            let node = ProcessNode(world.pack, isAllowed: true)
            let (copy, log) = try await node.outputs(image: pixels, world.folders)
            #expect(copy.shape == [2, 1, 1, 3])
            #expect(zip(copy.array, pixels.array).allSatisfy { abs($0 - $1) < 1.0 / 255 })
            #expect(log == "call\ncall")
            #expect(names(in: world.folders.temp).isEmpty)
        }
    }

    @Test func `batches go as tensors where the pack says so`() async throws {
        try await Self.withPack(
            #""program": ["/bin/sh", "-c", "sed s/image/copy1/ \"$1\" > \"$2\"; echo 1 > \"$3\"", "sh", "{image}", "{copy1}", "{log}"], "#
                + #""inputs": {"image": {"type": "IMAGE", "form": "safetensors"}}, "#
                + #""outputs": {"copy1": {"type": "IMAGE", "form": "safetensors"}, "log": {"type": "STRING"}}"#
        ) { world in
            let pixels = Tensor([0.123, 0.2, 0.4, 0.6, 0.8, 1], shape: [2, 1, 1, 3])
            let (copy, _) = try await ProcessNode(world.pack, isAllowed: true).outputs(
                image: pixels, world.folders)
            #expect(copy.array == pixels.array)
        }
    }

    @Test func `a program has a clean environment and a folder of its own`() async throws {
        setenv("DARKROOM_SECRET", "seen", 1)
        defer { unsetenv("DARKROOM_SECRET") }
        try await Self.withPack(
            Self.script(
                "env | sort | grep -v '^_=\\|^PWD=\\|^SHLVL=\\|^OLDPWD=' | cut -d= -f1 > $1; pwd >> $1")
        ) { world in
            let lines = try await world.told("{}").split(separator: "\n")
            #expect(lines.dropLast() == ["HOME", "LANG", "PATH", "TMPDIR"])
            #expect(lines.last?.hasPrefix(world.folders.temp + "/program-") == true)
        }
    }

    /// What a program does, and what is said of it.
    static let failures: [(String, String)] = [
        (
            "echo first >&2; echo 'no such brush' >&2; exit 3",
            "the program ended with status 3 and said: first / no such brush."
        ),
        ("exit 0", "the program wrote no output 'said'."),
        ("ln -s /etc/passwd $1", "the program wrote no output 'said'."),
        ("kill -9 $$", "the program was ended by signal 9"),
        ("sleep 30 & sleep 30; echo x > $1", "the program took more than 1 s."),
        ("head -c 3000000 /dev/zero > $1", "the program "),
        ("printf '\\377\\376' > $1", "output 'said' cannot be read: it is no UTF-8 text."),
        ("x=a; while true; do x=$x$x; done", "the program "),
    ]

    @Test(arguments: failures)
    func `a program that fails is told by its node, with what it said`(script: String, words: String)
        async throws
    {
        try await Self.withPack(
            Self.script(script) + #", "limits": {"seconds": 1, "file_mb": 1, "memory_mb": 64}"#
        ) { world in
            let failure = await #expect(throws: RunFailure.self) { _ = try await world.told("{}") }
            #expect(
                failure?.description.hasPrefix("node 1 (Program): \(words)") == true,
                "\(failure?.description ?? "")")
            #expect(names(in: world.folders.temp).isEmpty)
        }
    }

    @Test func `what a program leaves running ends with it`() async throws {
        try await Self.withPack(Self.script("sleep 600 & echo $! > $1")) { world in
            let child = try #require(pid_t(try await world.told("{}")))
            #expect(await Self.isGone(child))
        }
    }

    @Test func `an interrupted run ends the program and its children`() async throws {
        try await Self.withPack(
            Self.script("sleep 600 & echo $! > \(NSTemporaryDirectory())child-$PPID; wait")
        ) { world in
            let marks = { names(in: NSTemporaryDirectory()).filter { $0.hasPrefix("child-") } }
            let before = Set(marks())
            let task = Task { try await world.told("{}") }
            var mark: String?
            for _ in 0..<500 where mark == nil {
                try await Task.sleep(for: .milliseconds(10))
                mark = marks().first { !before.contains($0) }
            }
            let path = NSTemporaryDirectory() + (try #require(mark))
            defer { try? FileManager.default.removeItem(atPath: path) }
            try await Task.sleep(for: .milliseconds(50))
            let child = try #require(pid_t(try String(contentsOfFile: path, encoding: .utf8).dropLast()))
            task.cancel()
            await #expect(throws: CancellationError.self) { _ = try await task.value }
            #expect(await Self.isGone(child))
        }
    }

    @Test func `a program runs only where its name is allowed`() async throws {
        try await Self.withPack(Self.script("echo x > $1"), isAllowed: false) { world in
            let issues = #expect(throws: GraphIssues.self) { try world.check("{}") }
            #expect(
                issues?.lines == [
                    "node 1 (Program): this node runs a program, which is off. "
                        + "Allow it with --allow-process Program if you trust it."
                ])
        }
    }

    @Test func `another program, or another pack, is another key`() async throws {
        try await Self.withPack(
            #""program": ["./say.sh", "{said}"], "inputs": {}, "outputs": {"said": {"type": "STRING"}}"#
        ) { world in
            let script = world.pack.folder + "/say.sh"
            func write(_ word: String) throws {
                try "#!/bin/sh\necho \(word) > $1\n".write(
                    toFile: script, atomically: true, encoding: .utf8)
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
            }
            try write("one")
            let told3 = try await world.told("{}")
            #expect(told3 == "one")
            let told4 = try await world.told("{}")
            #expect(told4 == "one")
            #expect(world.calls == 1)
            try write("two")
            let told5 = try await world.told("{}")
            #expect(told5 == "two")
            #expect(world.calls == 2)
        }
    }

    /// Packs, and what is said of them.
    static let broken: [(String, String)] = [
        (#""program": [], "inputs": {}, "outputs": {}"#, "there is no 'program'."),
        (
            #""program": ["a"], "inputs": {"x": {"type": "MODEL"}}, "outputs": {}"#,
            "'inputs.x' is no port."
        ),
        (
            #""program": ["a"], "inputs": {}, "outputs": {"x": {"type": "INT"}}"#,
            "'outputs.x' is no port."
        ),
        (
            #""program": ["a"], "inputs": {}, "outputs": {"x": {"type": "STRING"}}"#,
            "no argument tells where output 'x' goes."
        ),
        (
            #""program": ["a"], "inputs": {"x": {"type": "INT", "min": 3, "max": 2}}, "outputs": {}"#,
            "'inputs.x' is no port."
        ),
        (
            #""program": ["a"], "inputs": {}, "outputs": {}, "limits": {"seconds": 0}"#,
            "'limits.seconds' is 0."
        ),
    ]

    @Test(arguments: broken)
    func `a pack that does not do is refused`(pack: String, words: String) {
        let error = #expect(throws: ProcessPackError.self) {
            try ProcessPack(
                parsing: Array(#"{"description": "A test.", \#(pack)}"#.utf8), name: "P", folder: "/")
        }
        #expect(error?.description.hasPrefix("process node P: \(words)") == true)
    }

    // MARK: Worlds

    private static func script(_ text: String) -> String {
        let quoted = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return
            #""program": ["/bin/sh", "-c", "\#(quoted)", "sh", "{said}"], "inputs": {}, "outputs": {"said": {"type": "STRING"}}"#
    }

    private static func isGone(_ process: pid_t) async -> Bool {
        for _ in 0..<200 {
            // A zombie that nobody has waited for yet counts as gone.
            let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            if kill(process, 0) != 0 || state?.contains(") Z") == true { return true }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    private static func withPack(
        _ words: String, isAllowed: Bool = true, _ body: (ProcessWorld) async throws -> Void
    ) async throws {
        try await withFolders { folders in
            let text = #"{"description": "A test.", \#(words)}"#
            let pack = try ProcessPack(parsing: Array(text.utf8), name: "Program", folder: folders.input)
            try await body(ProcessWorld(pack: pack, isAllowed: isAllowed, folders: folders))
        }
    }
}

/// A runner that knows one program.
private final class ProcessWorld: Sendable {
    let pack: ProcessPack
    let folders: Folders
    private let runner: Runner
    private let started = Mutex(0)

    init(pack: ProcessPack, isAllowed: Bool, folders: Folders) {
        self.pack = pack
        self.folders = folders
        let catalog = NodeCatalog(builtInNodes + [Note.self]).adding([
            pack.definition(isAllowed: isAllowed)
        ])
        runner = Runner(
            nodes: catalog, folders: folders, files: Contents(), memory: ResultMemory(budget: 1 << 20))
    }

    /// How often the program was run.
    var calls: Int { started.withLock(\.self) }

    func check(_ inputs: String) throws { _ = try runner.check(graph(inputs)) }

    func told(_ inputs: String) async throws -> String {
        try await runner.run(graph(inputs)) { event in
            if case .started(let node, _) = event, node.id == "1" { self.started.withLock { $0 += 1 } }
        }
        return try String(contentsOfFile: folders.output + "/note", encoding: .utf8)
    }

    private func graph(_ inputs: String) throws -> Graph {
        try Graph(
            parsing: Array(
                #"{"1": {"class_type": "Program", "inputs": \#(inputs)}, "2": {"class_type": "Note", "inputs": {"text": ["1", 0]}}}"#
                    .utf8))
    }
}

/// Contents by their bytes.
private struct Contents: FileIdentifying {
    func identity(ofFileAt path: String) throws -> String {
        "\(try readFile(path, limit: 1 << 20).hashValue)"
    }
}

private struct Note: Node {
    static let summary = "Write a text down."
    static let isOutput = true
    static let isVolatile = true

    @Input("The text.") var text: String

    func run(_ context: RunContext) throws {
        try text.write(toFile: context.folders.output + "/note", atomically: true, encoding: .utf8)
    }
}

extension ProcessNode {
    /// Runs the node on its own with a picture for its first input.
    fileprivate func outputs(image: Tensor, _ folders: Folders) async throws -> (Tensor, String) {
        let children = Mirror(reflecting: self).children.map(\.value)
        let input = try #require(children[0] as? Input<Image>)
        input.wrappedValue = Image(pixels: image)
        try await run(RunContext(folders: folders))
        let copy = try #require(children[1] as? Output<Image>)
        let log = try #require(children[2] as? Output<String>)
        return (copy.wrappedValue.pixels, log.wrappedValue)
    }
}

private func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
}
