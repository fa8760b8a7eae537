/// A checked graph and the keys of its results, which are known before anything runs.
struct KeyedGraph: Sendable {
    let graph: CheckedGraph
    /// One for each node of `graph`.
    let keys: [ResultKey]
    let fingerprints: [[InputFingerprint]]
    /// Nodes whose results must not be reused, since they depend on more than their keys tell.
    let unrepeatable: Set<Int>
    /// Knows the files that it has been asked for.
    let keyMaker: KeyMaker

    /// - Throws: `NodeFailure`, if a file cannot be read any more.
    init(
        _ graph: CheckedGraph, folders: Folders, files: any FileIdentifying, variant: ResultVariant? = nil
    ) throws(NodeFailure) {
        var maker = KeyMaker(folders: folders, files: files, variant: variant)
        var keys: [ResultKey] = []
        var fingerprints: [[InputFingerprint]] = []
        var unrepeatable: Set<Int> = []
        keys.reserveCapacity(graph.nodes.count)
        fingerprints.reserveCapacity(graph.nodes.count)

        for (index, node) in graph.nodes.enumerated() {
            let keyed = try maker.key(of: node) { keys[$0] }
            keys.append(keyed.key)
            fingerprints.append(keyed.inputs)
            if !keyed.isRepeatable { unrepeatable.insert(index) }
        }
        self.graph = graph
        self.keys = keys
        self.fingerprints = fingerprints
        self.unrepeatable = unrepeatable
        keyMaker = maker
    }
}

/// Computes keys; asks for the content of each file once.
struct KeyMaker: Sendable {
    private let folders: Folders
    private let files: any FileIdentifying
    private let variant: ResultVariant?
    private var known: [String: String] = [:]

    init(folders: Folders, files: any FileIdentifying, variant: ResultVariant? = nil) {
        self.folders = folders
        self.files = files
        self.variant = variant
    }

    struct Keyed {
        let key: ResultKey
        let inputs: [InputFingerprint]
        let isRepeatable: Bool
    }

    /// - Parameter source: the key of a node that this one is linked to.
    /// - Throws: `NodeFailure`, if a file cannot be read any more.
    mutating func key(of node: CheckedNode, source: (Int) -> ResultKey) throws(NodeFailure) -> Keyed {
        do {
            let inputs = try node.inputs.map { input -> InputFingerprint in
                switch input {
                case .literal(let value): .literal(value)
                case .file(let file) where file.path.isEmpty: .literal(.text(file.name))
                case .file(let file): .file(identity: try identity(of: file.path))
                case .link(let position, let slot): .link(source(position), slot: slot)
                case .carried(_, let fingerprint): fingerprint
                case .absent: .absent
                }
            }
            let others = try node.otherFiles(in: folders).map { try identity(of: $0) }
            let own = node.fingerprint(in: folders)
            return Keyed(
                key: node.key(inputs: inputs, otherFiles: others, fingerprint: own, variant: variant), inputs: inputs,
                isRepeatable: own != .volatile)
        } catch {
            throw NodeFailure(node: node.name, cause: error)
        }
    }

    private mutating func identity(of path: String) throws -> String {
        if let identity = known[path] { return identity }
        let identity = try files.identity(ofFileAt: path)
        known[path] = identity
        return identity
    }
}

/// What else than inputs and files a node's result depends on.
private enum OwnFingerprint: Equatable {
    case none
    case text(String)
    case volatile
}

extension CheckedNode {
    /// Inputs enter in the order of their names, so that a declaration may be reordered.
    fileprivate func key(
        inputs: [InputFingerprint], otherFiles: [String], fingerprint: OwnFingerprint, variant: ResultVariant?
    ) -> ResultKey {
        var text = KeyText()
        text.append(definition.typeName)
        text.append(UInt64(definition.version))
        for index in definition.inputsByName {
            text.append(definition.inputs[index].name)
            text.append(inputs[index])
        }
        for identity in otherFiles {
            text.append("file")
            text.append(identity)
        }
        if definition.dependsOnID {
            text.append("id")
            text.append(id.description)
        }
        if let variant, variant.concerns(definition) {
            text.append("variant")
            text.append(variant.name)
        }
        switch fingerprint {
        case .none: break
        case .text(let own):
            text.append("own")
            text.append(own)
        case .volatile: text.appendUnique()
        }
        return ResultKey(text)
    }

    /// Paths of the files that the node reads besides those that its inputs name, each once.
    fileprivate func otherFiles(in folders: Folders) throws -> [String] {
        guard definition.readsFiles, let node = nodeBeforeRun().node as? any ReadsFiles else { return [] }
        return Set(try node.files(in: folders)).sorted()
    }

    fileprivate func fingerprint(in folders: Folders) -> OwnFingerprint {
        if definition.isVolatile { return .volatile }
        guard definition.hasFingerprint, let node = nodeBeforeRun().node as? any HasFingerprint else { return .none }
        // As in ComfyUI, a node that cannot tell is run anew.
        return (try? node.fingerprint(in: folders)).flatMap(\.self).map(OwnFingerprint.text) ?? .volatile
    }
}
