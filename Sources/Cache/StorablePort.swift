import Engine

/// A port whose values can be kept in a file, and come back the same bit for bit.
public protocol StorablePort: Port {
    /// What files call the kind; another name whenever the layout of its parts changes.
    static var storedKind: String { get }

    /// The value taken apart; nil for a value that holds something which cannot be kept.
    var stored: StoredValue? { get }

    /// Nil if the parts are not those of such a value.
    init?(_ stored: StoredValue)
}

extension StorablePort {
    /// The value that `stored` holds, as a link would bring it.
    static func port(_ stored: StoredValue) -> (any Port)? { Self(stored) }
}
