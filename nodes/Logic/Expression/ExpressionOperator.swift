import Foundation

/// What stands between two numbers.
enum ExpressionOperator: String {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case remainder = "%"
    case power = "**"
    case and = "&"
    case or = "|"
    case exclusiveOr = "^"
    case shiftLeft = "<<"
    case shiftRight = ">>"
}

extension ExpressionOperator {
    /// Whole numbers stay whole (but for `/`) as far as 64 bits go.
    func callAsFunction(
        _ a: ExpressionValue, _ b: ExpressionValue
    ) throws(ExpressionError) -> ExpressionValue {
        if case .int(let a) = a, case .int(let b) = b, let value = try whole(a, b) { return .int(value) }
        let (a, b) = (try a.number(), try b.number())
        switch self {
        case .add: return .float(a + b)
        case .subtract: return .float(a - b)
        case .multiply: return .float(a * b)
        case .divide:
            if b == 0 { throw .divisionByZero }
            return .float(a / b)
        case .floorDivide:
            if b == 0 { throw .divisionByZero }
            return .float((a / b).rounded(.down))
        case .remainder:
            if b == 0 { throw .divisionByZero }
            let rest = fmod(a, b)
            return .float(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest)
        case .power: return .float(try Self.power(a, b))
        case .and, .or, .exclusiveOr, .shiftLeft, .shiftRight: throw .wrongArguments(rawValue)
        }
    }

    /// Nil where whole numbers have a result that is not.
    private func whole(_ a: Int, _ b: Int) throws(ExpressionError) -> Int? {
        let (value, overflows): (Int, Bool)
        switch self {
        case .divide: return nil
        case .add: (value, overflows) = a.addingReportingOverflow(b)
        case .subtract: (value, overflows) = a.subtractingReportingOverflow(b)
        case .multiply: (value, overflows) = a.multipliedReportingOverflow(by: b)
        case .floorDivide, .remainder:
            if b == 0 { throw .divisionByZero }
            if b == -1, a == .min { return nil }
            let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
            let isBelow = rest != 0 && (rest < 0) != (b < 0)
            (value, overflows) = (self == .remainder ? rest + (isBelow ? b : 0) : quotient - (isBelow ? 1 : 0), false)
        case .power:
            return b < 0 ? nil : Self.power(a, b)
        case .and: return a & b
        case .or: return a | b
        case .exclusiveOr: return a ^ b
        case .shiftRight:
            if b < 0 { throw .outOfDomain(rawValue) }
            return b > 63 ? (a < 0 ? -1 : 0) : a >> b
        case .shiftLeft:
            if b < 0 { throw .outOfDomain(rawValue) }
            if b > 62 {
                guard a == 0 else { throw .tooLarge }
                return 0
            }
            (value, overflows) = a.multipliedReportingOverflow(by: 1 << b)
        }
        return overflows ? nil : value
    }

    /// Nil beyond 64 bits.
    private static func power(_ base: Int, _ exponent: Int) -> Int? {
        var (result, factor, left) = (1, base, exponent)
        while left > 0 {
            if left & 1 == 1 {
                let (product, overflows) = result.multipliedReportingOverflow(by: factor)
                if overflows { return nil }
                result = product
            }
            left >>= 1
            guard left > 0 else { break }
            let (square, overflows) = factor.multipliedReportingOverflow(by: factor)
            if overflows { return nil }
            factor = square
        }
        return result
    }

    static func power(_ base: Double, _ exponent: Double) throws(ExpressionError) -> Double {
        if base == 0, exponent < 0 { throw .divisionByZero }
        let result = pow(base, exponent)
        // Python goes on with complex numbers, which no input takes.
        if result.isNaN, !base.isNaN, !exponent.isNaN { throw .outOfDomain("**") }
        if result.isInfinite, base.isFinite, exponent.isFinite { throw .tooLarge }
        return result
    }
}

/// What holds, or not, of two values.
enum ExpressionComparison: String {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
    case isNotIn = "not in"

    func callAsFunction(_ a: ExpressionValue, _ b: ExpressionValue) throws(ExpressionError) -> Bool {
        switch self {
        case .isIn, .isNotIn:
            guard case .list(let values) = b else { throw .wrongArguments(rawValue) }
            let wanted = try a.number()
            var isFound = false
            for value in values where try value.number() == wanted { isFound = true }
            return isFound == (self == .isIn)
        case .equal:
            return try Self.order(a, b) {
                $0 == $1
            } floats: {
                $0 == $1
            }
        case .unequal:
            return try Self.order(a, b) {
                $0 != $1
            } floats: {
                $0 != $1
            }
        case .less:
            return try Self.order(a, b) {
                $0 < $1
            } floats: {
                $0 < $1
            }
        case .lessOrEqual:
            return try Self.order(a, b) {
                $0 <= $1
            } floats: {
                $0 <= $1
            }
        case .greater:
            return try Self.order(a, b) {
                $0 > $1
            } floats: {
                $0 > $1
            }
        case .greaterOrEqual:
            return try Self.order(a, b) {
                $0 >= $1
            } floats: {
                $0 >= $1
            }
        }
    }

    private static func order(
        _ a: ExpressionValue, _ b: ExpressionValue, _ ints: (Int, Int) -> Bool, floats: (Double, Double) -> Bool
    ) throws(ExpressionError) -> Bool {
        if case .int(let a) = a, case .int(let b) = b { return ints(a, b) }
        return floats(try a.number(), try b.number())
    }
}
