import ArgumentParser
import Engine
import Formats
import JSON
import Models
import Tensors

/// `darkroom inspect models/checkpoints/v1-5.safetensors`
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What a weights file, a picture or a workflow holds.",
        discussion: """
            Examples:
              darkroom inspect v1-5-pruned-emaonly.safetensors
              darkroom inspect output/ComfyUI_00001_.png
            """)

    @Argument(help: "A .safetensors, .gguf, .ckpt or .pth file, a picture, or a workflow.")
    var file: String

    @Flag(help: "List every tensor.")
    var tensors = false

    func run() throws {
        switch try FileKind(ofFileAt: file) {
        case .png, .jpeg: try describePicture()
        case .webp: describe(try Picture.metadata(of: file))
        case .json: try describeGraph()
        case let kind: try describeWeights(kind)
        }
    }

    private func describePicture() throws {
        let picture = try Picture(path: file)
        let size = picture.pixels.shape
        print(
            "\(try FileKind(ofFileAt: file).rawValue.dropFirst(2)), \(size[2])×\(size[1])"
                + (picture.alpha == nil ? "" : ", with transparency"))
        describe(picture.metadata)
    }

    private func describe(_ metadata: [String: String]) {
        for (key, text) in metadata.sorted(by: { $0.key < $1.key }) {
            print("  \(key): \(text.legible(limit: 200))")
        }
        if metadata["prompt"] != nil || metadata["workflow"] != nil {
            print("It carries the workflow that made it: darkroom run \(file)")
        }
    }

    private func describeGraph() throws {
        let graph = try GraphFile(path: file).graph()
        print("Workflow of \(graph.nodes.count) nodes")
        for node in graph.nodes {
            print("  \(node.id) \(node.type)" + (node.title.map { " “\($0.legible())”" } ?? ""))
        }
    }

    private func describeWeights(_ kind: FileKind) throws {
        let weights = try WeightsContents(path: file, kind: kind)
        let numbers = weights.tensors.values.reduce(0) { $0 + ($1.shape.contains(0) ? 0 : $1.shape.reduce(1, *)) }
        let elements = Set(weights.tensors.values.map(\.element)).sorted().joined(separator: ", ")
        print("\(weights.kind), \(weights.names.count) tensors, \(numbers) numbers (\(elements))")
        print("Family: \(weights.family ?? "not known to Darkroom")")
        for (key, text) in weights.texts.sorted(by: { $0.key < $1.key }) {
            print("  \(key.legible()): \(text.legible(limit: 200))")
        }
        for (prefix, group) in groups(of: weights.names) where !tensors {
            print("  \(prefix): \(group.count) tensors")
        }
        for name in weights.names where tensors {
            guard let tensor = weights.tensors[name] else { continue }
            print("  \(name.legible(limit: 400)) \(tensor.element) \(tensor.shape)")
        }
    }

    /// Tensors by the first part of their names, in the order of the file.
    private func groups(of names: [String]) -> [(String, [String])] {
        var order: [String] = []
        var groups: [String: [String]] = [:]
        for name in names {
            let prefix = String(name.prefix { $0 != "." }).legible()
            if groups[prefix] == nil { order.append(prefix) }
            groups[prefix, default: []].append(name)
        }
        return order.map { ($0, groups[$0] ?? []) }
    }
}
