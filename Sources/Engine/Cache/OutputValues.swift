/// What a node gave at one of its outputs: as many items as it was called times or, where it gives lists, as these have in all.
///
/// Whoever takes them is called once for each item; a node that was called once and gives no list has one.
public struct OutputValues: Sendable {
    /// Nil where an optional output was left out, an `ExecutionBlocker` where what takes the item must not run.
    public var items: [(any Port)?]

    /// Whether the node declares that it gives a list.
    public let isList: Bool

    public init(items: [(any Port)?], isList: Bool) {
        self.items = items
        self.isList = isList
    }

    public init(_ value: (any Port)?) {
        self.init(items: [value], isList: false)
    }
}
