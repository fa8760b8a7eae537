import Engine
import Formats
import Foundation
import Tensors

/// Counts nothing and computes little: the shape of a workflow without its weight.
struct ToyLoad: Node {
    static let summary = "Load a model."
    @Input("Its name.") var name = "small"
    @Output var model: String

    func run(_ context: RunContext) { model = "model \(name)" }
}

struct ToyEncode: Node {
    static let summary = "Encode text."
    @Input("The model.") var model: String
    @Input("The text.", multiline: true) var text = ""
    @Output var encoded: String

    func run(_ context: RunContext) { encoded = "\(model), \(text)" }
}

struct ToySample: Node {
    static let summary = "Sample."
    @Input("The text.") var encoded: String
    @Input("The seed.", in: 0...UInt64.max, isSeed: true) var seed: UInt64 = 0
    @Input("Steps.", in: 1...100) var steps = 3
    @Input("The step at which it breaks.", in: -1...100) var breaks = -1
    @Output var sampled: String

    func run(_ context: RunContext) async throws {
        for step in 0..<steps {
            try context.progress(step, of: steps)
            if step == breaks { throw ToyError(description: "it broke. Mend it.") }
            try await Task.sleep(for: .milliseconds(1))
        }
        sampled = "\(encoded), seed \(seed), \(steps) steps"
    }
}

/// Saves text as SaveImage saves pictures: `PREFIX_00001_.txt`, counted on from what lies in the folder.
struct ToySave: Node {
    static let summary = "Save text."
    static let isOutput = true
    @Input("What to save.") var value: String
    @Input("How names begin.") var filenamePrefix = "toy"
    @Input("How many files.", in: 1...10) var count = 1

    func run(_ context: RunContext) throws {
        let path = "\(context.folders.output)/\(filenamePrefix)"
        let folder = NSString(string: path).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for number in 1...count {
            let name = path + String(format: "_%05d_.txt", number)
            try AtomicFile.write(Array(value.utf8), to: name, existing: .kept)
            context.saved(name)
        }
    }
}

struct ToyError: Error, CustomStringConvertible {
    let description: String
}

/// Files whose content is their path.
struct ToyFiles: FileIdentifying {
    func identity(ofFileAt path: String) throws -> String { path }
}
