import Diffusion
import Engine
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
            case nil: type(of: source.value).portType
            }
        context.show(text)
    }
}
