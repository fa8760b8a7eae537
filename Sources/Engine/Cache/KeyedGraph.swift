/// A checked graph and the keys of its results, which are known before anything runs.
struct KeyedGraph: Sendable {
    let graph: CheckedGraph
    /// One for each node of `graph`.
    let keys: [ResultKey]
    let fingerprints: [[InputFingerprint]]

    /// - Throws: `NodeFailure`, if a file cannot be read any more.
    init(_ graph: CheckedGraph, folders: Folders, files: any FileIdentifying) throws(NodeFailure) {
        var identities = FileIdentities(files: files)
        var keys: [ResultKey] = []
        var fingerprints: [[InputFingerprint]] = []
        keys.reserveCapacity(graph.nodes.count)
        fingerprints.reserveCapacity(graph.nodes.count)

        for node in graph.nodes {
            do {
                let inputs = try node.inputs.map { input -> InputFingerprint in
                    switch input {
                    case .literal(let value): .literal(value)
                    case .file(let file): .file(identity: try identities.identity(of: file.path))
                    case .link(let source, let slot): .link(keys[source], slot: slot)
                    case .absent: .absent
                    }
                }
                let others = try node.otherFiles(in: folders).map { try identities.identity(of: $0) }
                keys.append(node.key(inputs: inputs, otherFiles: others))
                fingerprints.append(inputs)
            } catch {
                throw NodeFailure(node: node.name, cause: error)
            }
        }
        self.graph = graph
        self.keys = keys
        self.fingerprints = fingerprints
    }
}

/// Asks for each file once.
private struct FileIdentities {
    let files: any FileIdentifying
    private var known: [String: String] = [:]

    init(files: any FileIdentifying) {
        self.files = files
    }

    mutating func identity(of path: String) throws -> String {
        if let identity = known[path] { return identity }
        let identity = try files.identity(ofFileAt: path)
        known[path] = identity
        return identity
    }
}

extension CheckedNode {
    /// Inputs enter in the order of their names, so that a declaration may be reordered.
    fileprivate func key(inputs: [InputFingerprint], otherFiles: [String]) -> ResultKey {
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
        if definition.isVolatile {
            // Never to be met again.
            for _ in 0..<4 { text.append(UInt64.random(in: 0...UInt64.max)) }
        }
        return ResultKey(text)
    }

    /// Paths of the files that the node reads besides those that its inputs name, each once.
    fileprivate func otherFiles(in folders: Folders) throws -> [String] {
        guard definition.type is any ReadsFiles.Type, let node = nodeBeforeRun() as? any ReadsFiles else { return [] }
        return Set(try node.files(in: folders)).sorted()
    }
}
