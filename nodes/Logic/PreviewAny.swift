import Diffusion
import Engine
import JSON
import Tensors

/// Tells a value as text.
struct PreviewAny: Node {
    static let displayName = "Preview as Text"
    static let category = "utilities"
    static let summary = "Tell any value as text."
    static let isOutput = true

    @Input("The value.") var source: Anything

    @Output var text: String

    func run(_ context: RunContext) {
        text =
            switch (source.value as? any LiteralPort)?.literal {
            case .boolean(let answer)?: answer ? "True" : "False"
            case .some(let literal): literal.description
            case nil: described?.pythonText(indent: 4, escapesLetters: true) ?? type(of: source.value).portType
            }
        context.show(text)
    }

    /// What of the value can be told as JSON.
    private var described: JSONValue? {
        switch source.value {
        case let boxes as BoundingBoxes: boxes.json.withWholeNumbers
        case let values as JSONDictionary: values.json
        case let values as JSONArray: values.json
        case let histogram as Histogram: .array(histogram.counts.map(JSONValue.int))
        default: nil
        }
    }
}

extension JSONValue {
    /// Sides of rectangles as nodes have made them: pixels are whole, what a detector finds is not.
    fileprivate var withWholeNumbers: JSONValue {
        switch self {
        case .array(let elements): return .array(elements.map(\.withWholeNumbers))
        case .object(var object):
            for side in ["x", "y", "width", "height"] {
                if let whole = object[side]?.int { object[side] = .int(whole) }
            }
            return .object(object)
        default: return self
        }
    }
}
