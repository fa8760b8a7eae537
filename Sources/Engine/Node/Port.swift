/// A type that may travel along a link.
public protocol Port: Sendable {
    /// What graphs call the type: "LATENT". Several names with commas ("IMAGE,MASK") accept each; "*" accepts anything.
    static var portType: String { get }

    /// What this value keeps in memory, as the result cache counts it.
    ///
    /// - Units: bytes.
    var memoryCost: Int { get }

    /// How much of that lies in files, whose bytes the system brings into memory as they are used and may take away again.
    ///
    /// - Units: bytes.
    var mappedCost: Int { get }

    /// This type's view of a value that comes along a link, or nil if it has none.
    static func accepting(_ value: any Port) -> Self?
}

extension Port {
    public var mappedCost: Int { 0 }

    public static func accepting(_ value: any Port) -> Self? { value as? Self }
}

/// An input that may stay unconnected, or an output that a node may leave out.
extension Optional: Port where Wrapped: Port {
    public static var portType: String { Wrapped.portType }
    public var memoryCost: Int { self?.memoryCost ?? 0 }

    public static func accepting(_ value: any Port) -> Wrapped?? {
        guard let wrapped = Wrapped.accepting(value) else { return nil }
        return .some(wrapped)
    }
}

/// A value of any type: the wildcard "*".
public struct Anything: Port {
    public static let portType = "*"
    public let value: any Port

    public init(_ value: any Port) {
        self.value = (value as? Anything)?.value ?? value
    }

    public var memoryCost: Int { value.memoryCost }
    public static func accepting(_ value: any Port) -> Anything? { Anything(value) }
}

/// Lets the engine see through `Optional` without knowing what is wrapped.
protocol OptionalPort {
    static var absent: Self { get }
    var wrappedPort: (any Port)? { get }
}

extension Optional: OptionalPort where Wrapped: Port {
    static var absent: Wrapped? { nil }
    var wrappedPort: (any Port)? { self }
}
