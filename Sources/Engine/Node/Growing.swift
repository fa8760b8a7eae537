/// The values of an input that grows: as many as a graph connects, in the order of their names.
///
/// ```swift
/// @Input("The pictures.", growing: .numbered("image", 1...50)) var images: Growing<Image>
/// ```
///
/// In graph files each is an input of its own: `images.image0`, `images.image1`, …
public struct Growing<Element: Port>: Port {
    /// Without the input's own name: `image0`.
    public let names: [String]
    public let values: [Element]

    public init(names: [String], values: [Element]) {
        precondition(names.count == values.count, "\(names.count) names for \(values.count) values")
        self.names = names
        self.values = values
    }

    public subscript(name: String) -> Element? {
        names.firstIndex(of: name).map { values[$0] }
    }

    public static var portType: String { Element.portType }
    public var memoryCost: Int { values.reduce(0) { $0 + $1.memoryCost } }

    public static func accepting(_ value: any Port) -> Growing<Element>? {
        guard let group = value as? NamedPorts else { return nil }
        var names: [String] = []
        var values: [Element] = []
        for (name, port) in group.ports {
            guard let element = Element.accepting(port) else { return nil }
            names.append(name)
            values.append(element)
        }
        return Growing(names: names, values: values)
    }
}

extension Growing: Sequence {
    public func makeIterator() -> IndexingIterator<[Element]> { values.makeIterator() }
    public var count: Int { values.count }
}

/// The values of a growing input on their way into it.
struct NamedPorts: Port {
    static let portType = "*"
    let ports: [(name: String, port: any Port)]
    var memoryCost: Int { ports.reduce(0) { $0 + $1.port.memoryCost } }
}

/// How an input grows.
public struct Growth: Hashable, Sendable {
    /// What ComfyUI calls one of them.
    public let element: String

    /// Of all that there can be.
    public let names: [String]

    /// What all names begin with, if they are only numbered.
    public let prefix: String?

    /// How many of the first ones must be given.
    public let least: Int

    /// `image0`, `image1`, …
    ///
    /// - Parameter element: what ComfyUI calls one of them; the prefix unless given.
    public static func numbered(
        _ prefix: String, _ count: ClosedRange<Int>, element: String? = nil
    ) -> Growth {
        Growth(
            element: element ?? prefix, names: (0..<count.upperBound).map { "\(prefix)\($0)" }, prefix: prefix,
            least: count.lowerBound)
    }

    /// - Parameter element: what ComfyUI calls one of them.
    public static func named(_ names: [String], element: String, atLeast least: Int) -> Growth {
        Growth(element: element, names: names, prefix: nil, least: least)
    }
}

/// A growing input whose elements are lists takes lists.
extension Growing: ListPort where Element: ListPort {
    var ports: [any Port] { values.flatMap(\.ports) }
}
