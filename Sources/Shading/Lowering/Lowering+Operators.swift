import Lanes

extension Lowering {
    mutating func binary(
        _ operation: BinaryOperator, _ a: Expression, _ b: Expression, into target: [Register]?
    ) throws(ShaderError) -> [Register] {
        switch operation {
        case .bothHold, .eitherHolds: return moved([try connected(operation, a, b)], target)
        case .multiply where a.type.isMatrix && !b.type.isScalar || b.type.isMatrix && !a.type.isScalar:
            let (left, right) = try both(a, b)
            return moved(product(left, a.type, right, b.type), target)
        case .equal, .notEqual:
            let (left, right) = try both(a, b)
            let isEqual = equality(left, right, a.type)
            guard operation == .notEqual else { return moved([isEqual], target) }
            return each(.not, [isEqual], into: target)
        case .greater, .greaterOrEqual:
            let (left, right) = try both(a, b)
            let kind = a.type.kind ?? .float
            return each(Self.comparison(operation == .greater ? .less : .lessOrEqual, kind), right, left, into: target)
        default:
            let (left, right) = try both(a, b)
            return each(Self.instruction(operation, a.type.kind ?? .float), left, right, into: target)
        }
    }

    private mutating func both(
        _ a: Expression, _ b: Expression
    ) throws(ShaderError) -> ([Register], [Register]) {
        let found = try values([a, b])
        return (found[0], found[1])
    }

    /// `&&` and `||`: the second is done only where the first leaves it open.
    private mutating func connected(
        _ operation: BinaryOperator, _ a: Expression, _ b: Expression
    ) throws(ShaderError) -> Register {
        let first = try scalar(a)
        let isBoth = operation == .bothHold
        if b.isPlain { return made(isBoth ? .and : .or, first, try scalar(b)) }
        let result = fresh(1)[0]
        emit(.move, result, first)
        let (yes, no) = (fresh(1)[0], fresh(1)[0])
        split(by: first, into: yes, no)
        let own = isBoth ? yes : no
        try under(own) { (lowering) throws(ShaderError) in
            let second = try lowering.scalar(b)
            lowering.emit(.select, result, own, second, result)
        }
        return result
    }

    static func comparison(_ operation: BinaryOperator, _ kind: ScalarKind) -> LaneOperation {
        switch (operation, kind) {
        case (.less, .float): .less
        case (.less, .uint): .lessUnsigned
        case (.less, _): .lessSigned
        case (_, .float): .lessOrEqual
        case (_, .uint): .lessOrEqualUnsigned
        default: .lessOrEqualSigned
        }
    }

    private static func instruction(_ operation: BinaryOperator, _ kind: ScalarKind) -> LaneOperation {
        let isFloat = kind == .float
        let isUnsigned = kind == .uint
        return switch operation {
        case .add: isFloat ? .add : .addInteger
        case .subtract: isFloat ? .subtract : .subtractInteger
        case .multiply: isFloat ? .multiply : .multiplyInteger
        case .divide: isFloat ? .divide : isUnsigned ? .divideUnsigned : .divideSigned
        case .remainder: isUnsigned ? .remainderUnsigned : .remainderSigned
        case .shiftLeft: .shiftLeft
        case .shiftRight: isUnsigned ? .shiftRightUnsigned : .shiftRightSigned
        case .and, .bothHold: .and
        case .or, .eitherHolds: .or
        case .exclusiveOr, .oneHolds: .exclusiveOr
        case .less, .lessOrEqual: comparison(operation, kind)
        case .greater, .greaterOrEqual, .equal, .notEqual: preconditionFailure("\(operation) is made of others")
        }
    }

    /// Whether all components are equal.
    private mutating func equality(_ a: [Register], _ b: [Register], _ type: ShaderType) -> Register {
        var all: Register?
        for (index, kind) in type.componentKinds.enumerated() {
            let isEqual = made(kind == .float ? .equal : .equalInteger, a[index], b[index])
            all = all.map { made(.and, $0, isEqual) } ?? isEqual
        }
        return all ?? literal(UInt32.max)
    }

    /// Σ aᵢ · bᵢ.
    mutating func dot(_ a: [Register], _ b: [Register]) -> Register {
        var sum = made(.multiply, a[0], b[0])
        for (x, y) in zip(a.dropFirst(), b.dropFirst()) { sum = made(.multiplyAdd, x, y, sum) }
        return sum
    }

    private mutating func product(
        _ a: [Register], _ first: ShaderType, _ b: [Register], _ second: ShaderType
    ) -> [Register] {
        switch (first, second) {
        case (.vector, .matrix(let columns, let rows)):
            return (0..<columns).map { dot(a, Array(b[$0 * rows..<($0 + 1) * rows])) }
        case (.matrix(let inner, let rows), _):
            let columns = if case .matrix(let columns, _) = second { columns } else { 1 }
            return (0..<columns).flatMap { column in
                (0..<rows).map { row in
                    dot((0..<inner).map { a[$0 * rows + row] }, Array(b[column * inner..<(column + 1) * inner]))
                }
            }
        default: preconditionFailure("\(first) * \(second) is no product of matrices")
        }
    }
}
