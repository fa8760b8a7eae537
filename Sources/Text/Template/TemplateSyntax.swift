/// Something in a template that has a value.
indirect enum TemplateExpression {
    case literal(TemplateValue)
    case name(String)
    case list([TemplateExpression])
    case object([(TemplateExpression, TemplateExpression)])
    case attribute(TemplateExpression, String)
    case item(TemplateExpression, TemplateExpression)
    case slice(TemplateExpression, from: TemplateExpression?, to: TemplateExpression?, step: TemplateExpression?)
    case call(TemplateExpression, TemplateArguments)
    case filter(TemplateExpression, String, TemplateArguments)
    case test(TemplateExpression, String, [TemplateExpression], isNegated: Bool)
    case not(TemplateExpression)
    case minus(TemplateExpression)
    case binary(String, TemplateExpression, TemplateExpression)
    case conditional(TemplateExpression, if: TemplateExpression, else: TemplateExpression?)
    /// With the line that it stands on, for messages.
    case located(TemplateExpression, line: Int)
}

struct TemplateArguments {
    var values: [TemplateExpression] = []
    var named: [(name: String, value: TemplateExpression)] = []
}

/// Something in a template that is done.
indirect enum TemplateStatement {
    case text(String)
    case output(TemplateExpression)
    case set(TemplateTarget, TemplateExpression)
    case setBlock(String, [TemplateStatement])
    case branch([(condition: TemplateExpression, body: [TemplateStatement])], otherwise: [TemplateStatement])
    case loop(TemplateLoop)
    case macro(TemplateMacro)
    /// What the body writes, filtered.
    case filterBlock(String, TemplateArguments, [TemplateStatement])
    /// Names that the body alone knows.
    case with([(name: String, value: TemplateExpression)], [TemplateStatement])
    case breakLoop
    case continueLoop
}

enum TemplateTarget {
    case names([String])
    case attribute(of: String, String)
}

struct TemplateLoop {
    let names: [String]
    let sequence: TemplateExpression
    let condition: TemplateExpression?
    let body: [TemplateStatement]
    let otherwise: [TemplateStatement]
    let line: Int
}

/// `{% macro render(message) %}`
struct TemplateMacro {
    let name: String
    let parameters: [(name: String, value: TemplateExpression?)]
    let body: [TemplateStatement]
}
