/// A value that a node makes. An optional type (`VAE?`) may be left unset.
///
/// ```swift
/// @Output var latent: Latent                    // called LATENT in menus, as its type
/// @Output("denoised_output") var denoised: Latent
/// ```
@propertyWrapper
public struct Output<Value: Port> {
    private let slot = Slot<Value>(nil)
    private let name: String?
    private let summary: String

    /// - Parameter name: what menus call the output; the port type unless given.
    public init(_ name: String? = nil, summary: String = "") {
        self.name = name
        self.summary = summary
    }

    public var wrappedValue: Value {
        get {
            guard let value = slot.value else { preconditionFailure("output read before `run` set it") }
            return value
        }
        nonmutating set { slot.value = newValue }
    }
}

/// What the engine does with an output whatever its type.
protocol OutputProperty {
    var definition: OutputDefinition { get }

    /// What `run` has set, if it has.
    var outcome: OutputOutcome { get }
}

enum OutputOutcome {
    case value(any Port)
    case leftOut
    case forgotten
}

extension Output: OutputProperty {
    var definition: OutputDefinition {
        OutputDefinition(name: name ?? Value.portType, type: Value.portType, summary: summary)
    }

    var outcome: OutputOutcome {
        let isOptional = Value.self is any OptionalPort.Type
        guard let value = slot.value else { return isOptional ? .leftOut : .forgotten }
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
}
