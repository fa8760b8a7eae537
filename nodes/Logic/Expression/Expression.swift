/// A sum, a comparison, a choice: arithmetic as Python writes it, without anything else that Python can do.
///
/// Numbers, names, `+ - * / // % **`, `& | ^ ~ << >>`, comparisons (also in chains), `and`, `or`, `not`, `x if c else y`,
/// `values[0]`, `x in values`, and the functions of `ExpressionFunction`.
indirect enum Expression: Equatable, Sendable {
    case number(ExpressionValue)
    case name(String)
    case negated(Expression)
    case inverted(Expression)
    case not(Expression)
    case operation(ExpressionOperator, Expression, Expression)
    /// `a < b <= c`: the first operand, then each comparison with what follows it.
    case comparison(Expression, [Comparand])
    case and(Expression, Expression)
    case or(Expression, Expression)
    case choice(Expression, if: Expression, else: Expression)
    case element(Expression, Expression)
    case call(ExpressionFunction, [Expression])

    struct Comparand: Equatable, Sendable {
        let comparison: ExpressionComparison
        let operand: Expression
    }
}

extension Expression {
    /// - Parameter names: what names stand for.
    /// - Throws: `ExpressionError`, where Python would throw as well.
    func value(_ names: [String: ExpressionValue]) throws(ExpressionError) -> ExpressionValue {
        switch self {
        case .number(let value): return value
        case .name(let name):
            guard let value = names[name] else { throw .unknownName(name) }
            return value
        case .negated(let operand): return try operand.value(names).negated()
        case .inverted(let operand): return try .int(~operand.value(names).whole("~"))
        case .not(let operand): return .int(try operand.value(names).isTrue ? 0 : 1)
        case .operation(let operation, let a, let b): return try operation(a.value(names), b.value(names))
        case .and(let a, let b):
            let first = try a.value(names)
            return try first.isTrue ? b.value(names) : first
        case .or(let a, let b):
            let first = try a.value(names)
            return try first.isTrue ? first : b.value(names)
        case .choice(let a, if: let condition, else: let b):
            return try condition.value(names).isTrue ? a.value(names) : b.value(names)
        case .comparison(let first, let rest):
            var left = try first.value(names)
            for comparand in rest {
                let right = try comparand.operand.value(names)
                guard try comparand.comparison(left, right) else { return .int(0) }
                left = right
            }
            return .int(1)
        case .element(let list, let index):
            return try list.value(names).element(index.value(names))
        case .call(let function, let arguments):
            var values: [ExpressionValue] = []
            for argument in arguments { values.append(try argument.value(names)) }
            return try function(values)
        }
    }
}
