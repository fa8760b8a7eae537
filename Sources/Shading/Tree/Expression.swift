/// A value as the source tells how to find it; its type is known and right.
final class Expression {
    indirect enum Form {
        /// One word of 32 bits for each component.
        case literal([UInt32])
        case variable(Variable)
        case negate(Expression)
        case not(Expression)
        case complement(Expression)
        case binary(BinaryOperator, Expression, Expression)
        /// `x += y` has an operator, `x = y` none.
        case assign(Expression, BinaryOperator?, Expression)
        /// `x++` and its like.
        case step(Expression, isUp: Bool, isAfter: Bool)
        case conditional(Expression, Expression, Expression)
        case sequence(Expression, Expression)
        case construct([Expression])
        case swizzle(Expression, [Int])
        /// So many components on.
        case field(Expression, Int)
        case index(Expression, Expression)
        case builtIn(String, [Expression])
        case call(Function, [Expression])
    }

    let form: Form
    let type: ShaderType
    let place: SourcePlace

    /// Of the tree below, so that none is too deep to walk.
    private(set) var depth = 1

    init(_ form: Form, _ type: ShaderType, at place: SourcePlace) {
        self.form = form
        self.type = type
        self.place = place
        depth = 1 + (parts.map(\.depth).max() ?? 0)
    }
}

/// An operator between two values.
enum BinaryOperator: String {
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case add = "+"
    case subtract = "-"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case less = "<"
    case greater = ">"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case and = "&"
    case exclusiveOr = "^"
    case or = "|"
    case bothHold = "&&"
    case oneHolds = "^^"
    case eitherHolds = "||"

    /// From loosest to tightest, as they bind.
    static let levels: [[BinaryOperator]] = [
        [.eitherHolds], [.oneHolds], [.bothHold], [.or], [.exclusiveOr], [.and], [.equal, .notEqual],
        [.less, .greater, .lessOrEqual, .greaterOrEqual], [.shiftLeft, .shiftRight], [.add, .subtract],
        [.multiply, .divide, .remainder],
    ]
}

extension Expression {
    /// The expressions right inside.
    var parts: [Expression] {
        switch form {
        case .literal, .variable: []
        case .negate(let a), .not(let a), .complement(let a), .swizzle(let a, _), .field(let a, _), .step(let a, _, _):
            [a]
        case .binary(_, let a, let b), .assign(let a, _, let b), .sequence(let a, let b), .index(let a, let b): [a, b]
        case .conditional(let a, let b, let c): [a, b, c]
        case .construct(let parts), .builtIn(_, let parts), .call(_, let parts): parts
        }
    }

    /// Whether finding the value changes nothing and is done in a few steps.
    var isPlain: Bool {
        switch form {
        case .assign, .step, .call, .sequence: false
        case .builtIn(let name, _) where name == "modf": false
        default: parts.allSatisfy(\.isPlain)
        }
    }

    /// Whether a variable may be another one once the value has been found.
    var hasEffects: Bool {
        switch form {
        case .assign, .step, .call: true
        case .builtIn(let name, _) where name == "modf": true
        default: parts.contains(where: \.hasEffects)
        }
    }

    func mentions(_ variable: Variable) -> Bool {
        switch form {
        case .variable(let own): own === variable
        // A function may read it by itself.
        case .call: true
        default: parts.contains { $0.mentions(variable) }
        }
    }

    /// The variable that a place to write to belongs to; nil if this is no such place.
    var target: Variable? {
        switch form {
        case .variable(let variable): variable
        case .swizzle(let base, _), .field(let base, _), .index(let base, _): base.target
        default: nil
        }
    }

    /// The variable of which this is an element, a field or all.
    var chained: Variable? {
        switch form {
        case .variable(let variable): variable
        case .field(let base, _), .index(let base, _): base.chained
        default: nil
        }
    }

    /// Whether the language calls it a constant expression.
    var isConstant: Bool {
        switch form {
        case .literal: true
        case .variable(let variable): variable.isConstant
        case .assign, .step, .call, .sequence: false
        case .builtIn(let name, _) where BuiltIns.readPixels.contains(name): false
        default: parts.allSatisfy(\.isConstant)
        }
    }
}
