/// A value that a node takes: from a link, or written in the graph.
///
/// ```swift
/// @Input("The model that denoises.") var model: Model                         // a link; `Model?` may stay unconnected
/// @Input("Image width, in pixels.", in: 16...16_384, step: 8) var width = 512
/// @Input("The noise to start from.", in: 0...UInt64.max, isSeed: true) var seed: UInt64 = 0
/// @Input("How closely to follow the prompt.", in: 0...100, step: 0.1) var cfg = 8.0
/// @Input("What to show.", multiline: true) var text: String
/// @Input("How pixels are interpolated.") var method = Upscaling.nearest       // an enum that is a `Choice`
/// @Input("The checkpoint.", from: .models("checkpoints")) var ckptName: FileName
/// @Input("The pictures.") var images: [Image]                                 // the whole list that a link brings
/// @Input("What is passed on for yes.", lazy: true) var onTrue: Anything       // made only if the node asks for it
/// @Input("The pictures.", growing: .numbered("image", 1...50)) var images: Growing<Image>
/// ```
///
/// Its name in graph files is the property's in snake case (`ckpt_name`) unless `name:` gives another. As in ComfyUI,
/// a graph must give every input that is not `optional`, and the default is only where editors start; any input that can
/// be written can be linked instead.
@propertyWrapper
public struct Input<Value: Port>: AnyInput {
    private let cell: Cell

    /// Shared by the copies of a wrapper that the engine and the node have.
    private final class Cell {
        let declaration: InputDeclaration
        var value: Value?
        var isLinked = false
        var origin: ValueOrigin?
        var foreseen: [any MemoryOutline] = []

        init(_ declaration: InputDeclaration, _ value: Value?) {
            self.declaration = declaration
            self.value = value
        }
    }

    init(_ declaration: InputDeclaration, initially value: Value?) {
        cell = Cell(declaration, value)
        NodeMaking.current?.properties.inputs.append(self)
    }

    var declaration: InputDeclaration { cell.declaration }

    public var wrappedValue: Value {
        get {
            guard let value = cell.value else { preconditionFailure("input read before it was set") }
            return value
        }
        /// For tests of a node; a run sets inputs by itself.
        nonmutating set { cell.value = newValue }
    }

    public var projectedValue: Input { self }

    /// The value if the graph writes it down (or leaves it at its default), nil if it comes along a link.
    public var literal: Value? { cell.isLinked ? nil : cell.value }

    /// Whether there is a value; a lazy input has none before the node has asked for it.
    public var isThere: Bool { cell.value != nil }

    /// What is known of values that are not there yet: of one, or as many as links bring to an input that grows.
    var foreseen: [any MemoryOutline] { cell.foreseen }
}

/// An input whatever its type: how a node names its own inputs, as `$image`.
public protocol AnyInput {}

/// An `InputDefinition` without its name, which only the property around it knows.
struct InputDeclaration {
    let name: String?
    let summary: String
    let kind: InputKind
    let isOptional: Bool
    let defaultValue: Literal?
    var isLazy = false
    var matching: MatchedType?
    var growth: Growth?
    var condition: InputCondition?
}

/// What the engine does with an input whatever its type.
protocol InputProperty: AnyInput {
    var declaration: InputDeclaration { get }

    /// Tells the inputs of one node apart.
    var identity: ObjectIdentifier { get }

    /// Whether it takes the whole list that a link brings, or the link itself.
    var takesList: Bool { get }
    var takesLink: Bool { get }

    /// Where its value comes from, for handing it on to the nodes of a subgraph; nil if it has none.
    var origin: ValueOrigin? { get }

    /// Sets the value; false if the input's type has no view of it.
    func bind(_ value: any Port, from origin: ValueOrigin?) -> Bool

    /// Says that the value will come along a link.
    func expectLink()

    /// Leaves an optional input without a value.
    func leaveOut()

    /// Tells what the value that a link will bring is like.
    func foresee(_ outline: any MemoryOutline)
}

extension Input: InputProperty {
    var identity: ObjectIdentifier { ObjectIdentifier(cell) }
    var takesList: Bool { Value.self is any ListPort.Type }
    var takesLink: Bool { Value.self is any LinkPort.Type }
    var origin: ValueOrigin? { cell.origin }

    func bind(_ value: any Port, from origin: ValueOrigin?) -> Bool {
        guard let value = Value.accepting(value) else { return false }
        cell.value = value
        cell.origin = origin
        return true
    }

    func expectLink() {
        cell.isLinked = true
        // Where an editor would start is not what the link will bring.
        if declaration.isLazy { cell.value = nil }
    }

    func leaveOut() {
        guard let optional = Value.self as? any OptionalPort.Type else { return }
        cell.value = optional.absent as? Value
    }

    func foresee(_ outline: any MemoryOutline) {
        cell.foreseen.append(outline)
    }
}
