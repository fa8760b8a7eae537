import ArgumentParser
import Engine
import JSON

/// `darkroom nodes KSampler`
struct ListNodes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodes",
        abstract: "The node reference.",
        discussion: """
            Examples:
              darkroom nodes
              darkroom nodes KSampler
              darkroom nodes --json > object_info.json
            """)

    @Argument(help: "One node type; all of them unless given.")
    var name: String?

    @Flag(help: "As ComfyUI's /object_info serves it.")
    var json = false

    @OptionGroup var folders: FolderOptions
    @OptionGroup var nodeOptions: NodeOptions

    func run() throws {
        let catalog = try nodeOptions.catalog()
        var chosen = catalog.definitions
        if let name {
            guard let definition = catalog[name] else {
                throw ValidationError(unknown(name, catalog))
            }
            chosen = [definition]
        }
        if json {
            let types = chosen.map(\.typeName)
            print(catalog.objectInfo(folders: folders.folders, only: types).serialized(.pretty))
        } else {
            print(name == nil ? table(of: chosen) : page(of: chosen[0]))
        }
    }

    private func unknown(_ name: String, _ catalog: NodeCatalog) -> String {
        let hint = nearest(to: name, among: catalog.typeNames).map { "Did you mean '\($0)'?" }
        return "'\(name)': no node type has this name. \(hint ?? "Run 'darkroom nodes' to list the known types.")"
    }

    private func table(of definitions: [NodeDefinition]) -> String {
        let width = definitions.map(\.typeName.count).max() ?? 0
        let groups = Dictionary(grouping: definitions, by: \.category)
        return groups.keys.sorted().map { category in
            let lines = (groups[category] ?? []).map { definition in
                "  " + padded(definition.typeName, to: width + 2) + definition.summary
            }
            return ([category] + lines).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private func page(of definition: NodeDefinition) -> String {
        var lines = ["\(definition.typeName) (\(definition.category)): \(definition.summary)", "", "Inputs"]
        for input in definition.inputs {
            let preset = input.defaultValue.map { " = \($0)" } ?? ""
            let optional = input.isOptional ? ", optional" : ""
            lines.append("  \(input.name): \(input.kind.portType)\(preset)\(optional)\(extent(of: input.kind))")
            if !input.summary.isEmpty { lines.append("      \(input.summary)") }
        }
        if definition.inputs.isEmpty { lines.append("  none") }
        lines += ["", "Outputs"]
        for (slot, output) in definition.outputs.enumerated() {
            lines.append("  \(slot) \(output.name): \(output.type)")
        }
        if definition.outputs.isEmpty { lines.append("  none") }
        return lines.joined(separator: "\n")
    }

    private func extent(of kind: InputKind) -> String {
        switch kind {
        case .integer(let range, let step, _):
            " (\(range.lowerBound)…\(range.upperBound)\(step == 1 ? "" : ", in steps of \(step)"))"
        case .number(let range, _, _): " (\(range.lowerBound)…\(range.upperBound))"
        case .choice(let words): " (\(words.joined(separator: ", ")))"
        case .file(let source): " (a \(source.kind) in \(source))"
        case .boolean, .text, .structure, .link: ""
        }
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
