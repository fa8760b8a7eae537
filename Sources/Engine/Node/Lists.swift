/// All items that a link brings, or all that an output gives: a node with an input of this kind is called once with whole
/// lists rather than once for each item, and its other inputs get the first item of theirs.
extension Array: Port where Element: Port {
    public static var portType: String { Element.portType }
    public var memoryCost: Int { reduce(0) { $0 + $1.memoryCost } }

    public static func accepting(_ value: any Port) -> [Element]? {
        guard let list = value as? ItemList else { return Element.accepting(value).map { [$0] } }
        var accepted: [Element] = []
        accepted.reserveCapacity(list.items.count)
        for item in list.items {
            guard let element = Element.accepting(item) else { return nil }
            accepted.append(element)
        }
        return accepted
    }
}

/// The items that a link brings, on their way into an input that takes them together.
struct ItemList: Port {
    static let portType = "*"
    let items: [any Port]
    var memoryCost: Int { items.reduce(0) { $0 + $1.memoryCost } }
}

/// Lets the engine see that a type is a list without knowing what is in it.
protocol ListPort {
    var ports: [any Port] { get }
}

extension Array: ListPort where Element: Port {
    var ports: [any Port] { map { ($0 as? Anything)?.value ?? $0 } }
}

extension Optional: ListPort where Wrapped: ListPort {
    var ports: [any Port] { self?.ports ?? [] }
}
