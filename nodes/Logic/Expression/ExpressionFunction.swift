import Foundation

/// The functions that an expression can call.
///
/// - Source: those of ComfyUI's ComfyMathExpression, with Python's meaning.
enum ExpressionFunction: String, CaseIterable {
    case sum, min, max, abs, round, pow, sqrt, ceil, floor, log, log2, log10, sin, cos, tan, int, float
}

extension ExpressionFunction {
    func callAsFunction(_ arguments: [ExpressionValue]) throws(ExpressionError) -> ExpressionValue {
        switch self {
        case .sum:
            var total = ExpressionValue.int(0)
            for value in Self.spread(arguments) { total = try ExpressionOperator.add(total, value) }
            return total
        case .min: return try extreme(arguments, .less)
        case .max: return try extreme(arguments, .greater)
        case .pow where arguments.count == 2: return try ExpressionOperator.power(arguments[0], arguments[1])
        case .log where arguments.count == 2:
            let base = try logarithm(arguments[1], Foundation.log)
            if base == 0 { throw .divisionByZero }
            return .float(try logarithm(arguments[0], Foundation.log) / base)
        case .round where arguments.count == 2:
            return try rounded(arguments[0], digits: arguments[1].whole(rawValue))
        default:
            guard arguments.count == 1 else { throw .wrongArguments(rawValue) }
            return try of(arguments[0])
        }
    }

    /// One argument that is a list stands for its values.
    private static func spread(_ arguments: [ExpressionValue]) -> [ExpressionValue] {
        if arguments.count == 1, case .list(let values) = arguments[0] { return values }
        return arguments
    }

    private func extreme(
        _ arguments: [ExpressionValue], _ isBetter: ExpressionComparison
    ) throws(ExpressionError) -> ExpressionValue {
        let values = Self.spread(arguments)
        guard var best = values.first else { throw .wrongArguments(rawValue) }
        for value in values where try isBetter(value, best) { best = value }
        return best
    }

    private func of(_ value: ExpressionValue) throws(ExpressionError) -> ExpressionValue {
        switch self {
        case .abs:
            if case .int(let whole) = value { return whole < 0 ? try value.negated() : value }
            return .float(Swift.abs(try value.number()))
        case .round: return .int(try ExpressionValue.float(try value.number().rounded(.toNearestOrEven)).wholeOf(value))
        case .ceil: return .int(try ExpressionValue.float(try value.number().rounded(.up)).wholeOf(value))
        case .floor: return .int(try ExpressionValue.float(try value.number().rounded(.down)).wholeOf(value))
        case .int: return .int(try value.truncated())
        case .float: return .float(try value.number())
        case .sqrt:
            let number = try value.number()
            if number < 0 { throw .outOfDomain(rawValue) }
            return .float(number.squareRoot())
        case .log: return .float(try logarithm(value, Foundation.log))
        case .log2: return .float(try logarithm(value, Foundation.log2))
        case .log10: return .float(try logarithm(value, Foundation.log10))
        case .sin: return .float(Foundation.sin(try value.number()))
        case .cos: return .float(Foundation.cos(try value.number()))
        case .tan: return .float(Foundation.tan(try value.number()))
        case .sum, .min, .max, .pow: throw .wrongArguments(rawValue)
        }
    }

    private func logarithm(
        _ value: ExpressionValue, _ function: (Double) -> Double
    ) throws(ExpressionError) -> Double {
        let number = try value.number()
        guard number > 0 else { throw .outOfDomain(rawValue) }
        return function(number)
    }

    /// To a number of decimals, halves to the even one; of a whole number that many zeros.
    private func rounded(_ value: ExpressionValue, digits: Int) throws(ExpressionError) -> ExpressionValue {
        if case .int = value, digits >= 0 { return value }
        let number = try value.number()
        guard (-300...300).contains(digits), number.isFinite else { return value }
        // By way of the decimal text, as Python does: 2.675 is less than it seems, and becomes 2.67.
        if digits >= 0 { return .float(Double(String(format: "%.\(digits)f", number)) ?? number) }
        let unit = Foundation.pow(10, Double(-digits))
        let result = (number / unit).rounded(.toNearestOrEven) * unit
        if case .int = value { return .int(try ExpressionValue.float(result).truncated()) }
        return .float(result)
    }
}

extension ExpressionValue {
    /// What a whole number was already, exactly; otherwise the whole number that this one is.
    fileprivate func wholeOf(_ original: ExpressionValue) throws(ExpressionError) -> Int {
        if case .int(let whole) = original { return whole }
        return try truncated()
    }
}
