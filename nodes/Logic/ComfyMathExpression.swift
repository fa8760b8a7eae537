import Engine

/// A number, whole or not, or yes or no.
struct Number: Port {
    static let portType = "FLOAT,INT,BOOLEAN"

    let value: ExpressionValue

    var memoryCost: Int { 16 }

    static func accepting(_ value: any Port) -> Number? {
        if let number = value as? Number { return number }
        switch (value as? any LiteralPort)?.literal {
        case .integer(let whole)?:
            return Number(value: Int(exactly: whole).map(ExpressionValue.int) ?? .float(Double(whole)))
        case .number(let number)?: return Number(value: .float(number))
        case .boolean(let answer)?: return Number(value: .int(answer ? 1 : 0))
        case .text?, nil: return nil
        }
    }
}

/// A formula.
struct ComfyMathExpression: ChecksInputs {
    static let displayName = "Math Expression"
    static let category = "utilities"
    static let summary =
        "Work out a formula of the connected values, written as in Python: (a + b) / 2."

    @Input("The formula; a to z are the inputs, values is the list of all.", multiline: true)
    var expression = "a + b"
    @Input(
        "The values.",
        growing: .named("abcdefghijklmnopqrstuvwxyz".map { String($0) }, element: "value", atLeast: 1))
    var values: Growing<Number>

    @Output("FLOAT") var number: Double
    @Output("INT") var whole: Int
    @Output("BOOL") var answer: Bool

    func check(in folders: Folders) throws {
        if let text = $expression.literal { _ = try ExpressionParser.parse(text) }
    }

    func run(_ context: RunContext) throws {
        var names = Dictionary(uniqueKeysWithValues: zip(values.names, values.values.map(\.value)))
        names["values"] = .list(values.values.map(\.value))
        let result = try ExpressionParser.parse(expression).value(names)
        number = try result.number()
        guard number.isFinite else { throw ExpressionError.tooLarge }
        whole = try result.truncated()
        answer = result.isTrue
    }
}
