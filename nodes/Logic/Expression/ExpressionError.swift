/// Why an expression has no value.
enum ExpressionError: Error, Hashable {
    case empty
    case unexpected(String, at: Int)
    case unfinished
    case tooDeep
    case unknownName(String)
    case unknownFunction(String)
    case wrongArguments(String)
    case divisionByZero
    case outOfDomain(String)
    case tooLarge
    case notANumber
    case noElement(Int, count: Int)
}

extension ExpressionError: CustomStringConvertible {
    var description: String { "the expression: \(fact). \(remedy)" }

    private var fact: String {
        switch self {
        case .empty: "there is none"
        case .unexpected(let text, let position): "'\(text)' at character \(position + 1) was not expected"
        case .unfinished: "it ends too early"
        case .tooDeep: "it is nested too deeply"
        case .unknownName(let name): "nothing is called '\(name)'"
        case .unknownFunction(let name): "there is no function '\(name)'"
        case .wrongArguments(let name): "'\(name)' does not take these arguments"
        case .divisionByZero: "it divides by zero"
        case .outOfDomain(let name): "'\(name)' has no value here"
        case .tooLarge: "a number grows too large"
        case .notANumber: "a list stands where a number is wanted"
        case .noElement(let index, let count): "there is no value \(index) among \(count)"
        }
    }

    private var remedy: String {
        switch self {
        case .empty: "Write one, such as a + b."
        case .unexpected, .unfinished: "Look there for a missing operator or bracket."
        case .tooDeep: "Use fewer brackets."
        case .unknownName: "Connect an input of this name, or use another."
        case .unknownFunction:
            "There are \(ExpressionFunction.allCases.map(\.rawValue).joined(separator: ", "))."
        case .wrongArguments: "Give it numbers, such as max(a, b)."
        case .divisionByZero: "Make sure that the divisor is not zero."
        case .outOfDomain: "Make sure that what it is given is positive."
        case .tooLarge: "Use smaller numbers."
        case .notANumber: "Take one of its values, such as values[0], or sum(values)."
        case .noElement: "They are counted from 0."
        }
    }
}
