import Engine
import JSON

/// Gives each job's saving nodes the names under which they save, so that no two jobs meet in a file.
struct JobNames {
    /// Nodes that save files under a prefix.
    let savers: [NodeID]
    private let template: NameTemplate
    /// One for each part of the template that names an input.
    private let places: [String: InputPlace]

    static let prefixInput = "filename_prefix"

    /// - Throws: `NameTemplateError`, `OverrideError`.
    init(_ template: NameTemplate?, graph: Graph, catalog: NodeCatalog, jobs: Int) throws {
        let savers = graph.nodes.filter { node in
            guard let definition = catalog[node.type] else { return false }
            return definition.isOutput && definition.input(named: Self.prefixInput) != nil
        }
        self.savers = savers.map(\.id)
        if template != nil, savers.isEmpty { throw NameTemplateError.nothingSaves }
        let prefixes = savers.map(Self.prefix)
        self.template =
            template ?? .standard(jobs: jobs, namesNode: Set(prefixes.map { $0.lowercased() }).count < prefixes.count)
        var places: [String: InputPlace] = [:]
        for case .input(let target, _) in self.template.parts {
            places[target] = try graph.place(of: target, knowing: catalog)
        }
        self.places = places
    }

    /// What `saver` saves under in the job that `graph` is.
    ///
    /// - Throws: `NameTemplateError`.
    func name(of saver: NodeID, index: Int, in graph: Graph) throws(NameTemplateError) -> String {
        var name = ""
        for part in template.parts {
            switch part {
            case .text(let text): name += text
            case .index(let width): name += "\(index)".filled(to: width)
            case .prefix: name += graph[saver].map(Self.prefix) ?? ""
            case .node: name += saver.description.asFileNamePart
            case .input(let target, let width):
                guard let place = places[target], case .literal(let value)? = graph[place.node]?[place.input],
                    let text = value.plainText
                else { throw .linkedInput(target) }
                name += text.filled(to: width).asFileNamePart
            }
        }
        return name
    }

    /// What is wrong with a name, apart from its being taken: fact and remedy.
    static func fault(of name: String) -> String? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) || name.contains("\\") {
            return "its files would be called '\(name.legible())', which leaves the output folder or names no file. "
                + "Change --name."
        }
        // `_00001_.png` and a temporary name have to fit as well.
        if parts.contains(where: { $0.utf8.count > 220 }) {
            return "its files would have names of more than 220 bytes: '\(name.legible(limit: 40))'. Shorten --name."
        }
        return nil
    }

    private static func prefix(of node: GraphNode) -> String {
        guard case .literal(let value)? = node[prefixInput], let text = value.plainText, !text.isEmpty else {
            return "ComfyUI"
        }
        return text
    }
}
