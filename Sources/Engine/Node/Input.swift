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
/// ```
///
/// Its name in graph files is the property's in snake case (`ckpt_name`) unless `name:` gives another. As in ComfyUI,
/// a graph must give every input that is not `optional`, and the default is only where editors start; any input that can
/// be written can be linked instead.
@propertyWrapper
public struct Input<Value: Port> {
    private let slot: Slot<Value>
    private let isFromGraph = Slot<Bool>(nil)
    let declaration: InputDeclaration

    init(_ declaration: InputDeclaration, initially value: Value?) {
        self.declaration = declaration
        slot = Slot(value)
    }

    public var wrappedValue: Value {
        get {
            guard let value = slot.value else { preconditionFailure("input read before it was set") }
            return value
        }
        /// For tests of a node; a run sets inputs by itself.
        nonmutating set { slot.value = newValue }
    }

    public var projectedValue: Input { self }

    /// The value if the graph writes it down (or leaves it at its default), nil if it comes along a link.
    public var literal: Value? { isFromGraph.value == false ? nil : slot.value }
}

/// An `InputDefinition` without its name, which only the property around it knows.
struct InputDeclaration {
    let name: String?
    let summary: String
    let kind: InputKind
    let isOptional: Bool
    let defaultValue: Literal?
}

/// What the engine does with an input whatever its type.
protocol InputProperty {
    var declaration: InputDeclaration { get }

    /// Sets the value; false if the input's type has no view of it.
    func bind(_ value: any Port) -> Bool

    /// Says that the value will come along a link.
    func expectLink()

    /// Leaves an optional input without a value.
    func leaveOut()
}

extension Input: InputProperty {
    func bind(_ value: any Port) -> Bool {
        guard let value = Value.accepting(value) else { return false }
        slot.value = value
        return true
    }

    func expectLink() {
        isFromGraph.value = false
    }

    func leaveOut() {
        guard let optional = Value.self as? any OptionalPort.Type else { return }
        slot.value = optional.absent as? Value
    }
}
