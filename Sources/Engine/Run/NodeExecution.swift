import Synchronization

/// One call of one node: its inputs set, `run` called, its outputs taken.
struct NodeExecution: Sendable {
    let node: CheckedNode
    /// One for each declared input.
    let values: [Value]
    var intermediates: Intermediates?

    enum Value: Sendable {
        case literal(Literal)
        case file(FileName)
        case linked(any Port, from: NodeName)
        /// The source left this output out.
        case missing(from: NodeName, output: String)
        case absent
    }

    /// - Throws: `GraphIssue` for a linked value that does not do; what the node throws.
    func run(
        folders: Folders, metadata: @escaping @Sendable () -> [(String, String)],
        report: @escaping @Sendable (Event) -> Void
    ) async throws -> NodeResult {
        let work = node.definition.type.init()
        let properties = NodeProperties(of: work)
        for index in values.indices {
            try bind(values[index], to: properties.inputs[index], as: node.definition.inputs[index])
        }

        let saved = SavedFiles()
        let name = node.name
        let context = RunContext(
            node: node.id, folders: folders, intermediates: intermediates, metadata: metadata
        ) { note in
            switch note {
            case .progressed(let step, let steps):
                report(.progressed(name, step: step, of: steps))
            case .saved(let path):
                saved.append(path)
                report(.saved(name, path: path))
            }
        }
        let clock = ContinuousClock()
        let start = clock.now
        try await work.run(context)
        let seconds = (clock.now - start) / .seconds(1)
        return NodeResult(outputs: outputs(of: properties), saved: saved.paths, seconds: seconds)
    }

    private func bind(_ value: Value, to input: any InputProperty, as definition: InputDefinition) throws(GraphIssue) {
        switch value {
        case .literal(let literal):
            let fits = input.bind(literal.port)
            precondition(fits, "\(definition.name) was checked, but does not take \(literal)")
        case .file(let file):
            _ = input.bind(file)
        case .linked(let port, let source):
            if let literal = (port as? any LiteralPort)?.literal,
                let problem = definition.kind.problem(with: literal, shown: shown(literal.description))
            {
                throw issue(problem, definition)
            }
            guard input.bind(port) else {
                let given = type(of: port).portType
                throw issue(.mismatchedLink(wants: definition.kind.portType, from: source.id, gives: given), definition)
            }
        case .missing(let source, let output):
            guard definition.isOptional else { throw issue(.givesNothing(from: source, output: output), definition) }
            input.leaveOut()
        case .absent:
            input.leaveOut()
        }
    }

    private func issue(_ problem: GraphIssue.Problem, _ input: InputDefinition) -> GraphIssue {
        GraphIssue(problem, at: node.id, node.definition.typeName, input: input.name)
    }

    private func outputs(of properties: NodeProperties) -> [OutputValues] {
        zip(properties.outputs, node.definition.outputs).map { property, definition in
            switch property.outcome {
            case .value(let value): OutputValues(value)
            case .leftOut: OutputValues(nil)
            case .forgotten:
                preconditionFailure("\(node.definition.typeName).run did not set output '\(definition.name)'")
            }
        }
    }
}

/// Paths as a node reports them, perhaps from several tasks of its own.
private final class SavedFiles: Sendable {
    private let list = Mutex<[String]>([])

    var paths: [String] { list.withLock(\.self) }

    func append(_ path: String) {
        list.withLock { $0.append(path) }
    }
}
