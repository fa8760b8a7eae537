/// A value that a node makes. An optional type (`VAE?`) may be left unset; an array gives a list.
///
/// ```swift
/// @Output var latent: Latent                    // called LATENT in menus, as its type
/// @Output("denoised_output") var denoised: Latent
/// @Output var images: [Image]                   // whatever takes them is run once for each
/// ```
///
/// In place of a value, `$latent.block()` keeps what it is connected to from running, and `$latent.link(to:)` gives what a
/// node of a subgraph will make.
@propertyWrapper
public struct Output<Value: Port> {
    private let cell: Cell

    /// Shared by the copies of a wrapper that the engine and the node have.
    private final class Cell {
        let name: String?
        let summary: String
        let matching: MatchedType?
        var value: Value?
        var instead: OutputOutcome?
        var foreseen: (any MemoryOutline)?

        init(_ name: String?, _ summary: String, _ matching: MatchedType?) {
            self.name = name
            self.summary = summary
            self.matching = matching
        }
    }

    /// - Parameters:
    ///   - name: what menus call the output; the port type unless given.
    ///   - matching: the ports that it has its type from.
    public init(_ name: String? = nil, summary: String = "", matching: MatchedType? = nil) {
        cell = Cell(name, summary, matching)
        NodeMaking.current?.properties.outputs.append(self)
    }

    public var wrappedValue: Value {
        get {
            guard let value = cell.value else { preconditionFailure("output read before `run` set it") }
            return value
        }
        nonmutating set { cell.value = newValue }
    }

    public var projectedValue: Output { self }

    /// Keeps whatever this output is connected to from running, and what depends on that.
    ///
    /// - Parameter message: told by the first node that is kept from running.
    public func block(_ message: String? = nil) {
        cell.instead = .value(ExecutionBlocker(message: message))
    }

    /// Gives what a node of the subgraph makes that this call of `run` hands to `context.expand`.
    public func link(to source: Subgraph.Link) {
        cell.instead = .link(source)
    }
}

extension Output {
    func foresee(_ outline: any MemoryOutline) {
        cell.foreseen = outline
    }

    /// What the node says that the output will be like.
    var foreseen: (any MemoryOutline)? { cell.foreseen }
}

/// What the engine does with an output whatever its type.
protocol OutputProperty {
    var definition: OutputDefinition { get }

    /// What the node says that the output will be like.
    var foreseen: (any MemoryOutline)? { get }

    /// Tells the outputs of one node apart.
    var identity: ObjectIdentifier { get }

    /// What `run` has set, if it has.
    var outcome: OutputOutcome { get }
}

enum OutputOutcome {
    case value(any Port)
    case list([any Port])
    case link(Subgraph.Link)
    case leftOut
    case forgotten
}

extension Output: OutputProperty {
    var identity: ObjectIdentifier { ObjectIdentifier(cell) }

    var definition: OutputDefinition {
        OutputDefinition(
            name: cell.name ?? Value.portType, type: Value.portType, summary: cell.summary,
            isList: Value.self is any ListPort.Type, matching: cell.matching)
    }

    var outcome: OutputOutcome {
        if let instead = cell.instead { return instead }
        let isOptional = Value.self is any OptionalPort.Type
        guard let value = cell.value else { return isOptional ? .leftOut : .forgotten }
        if let list = value as? any ListPort { return .list(list.ports) }
        if let optional = value as? any OptionalPort, isOptional {
            return optional.wrappedPort.map(OutputOutcome.value) ?? .leftOut
        }
        return .value((value as? Anything)?.value ?? value)
    }
}

/// What a node declares about one of its outputs.
public struct OutputDefinition: Hashable, Sendable {
    public let name: String
    public let type: String
    public let summary: String

    /// Whether it gives a list, for whose items what takes it is run one by one.
    public let isList: Bool

    /// The ports that it has its type from.
    public let matching: MatchedType?

    public init(
        name: String, type: String, summary: String, isList: Bool = false, matching: MatchedType? = nil
    ) {
        self.name = name
        self.type = type
        self.summary = summary
        self.isList = isList
        self.matching = matching
    }
}
