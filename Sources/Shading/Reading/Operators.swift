/// What operators make of values of two types; nothing is converted by itself.
enum Operators {
    static func type(
        of operation: BinaryOperator, _ a: ShaderType, _ b: ShaderType, at place: SourcePlace
    ) throws(ShaderError) -> ShaderType {
        guard let type = type(of: operation, a, b) else {
            throw ShaderError(.operands(operation.rawValue, a.description, b.description), at: place)
        }
        return type
    }

    private static func type(of operation: BinaryOperator, _ a: ShaderType, _ b: ShaderType) -> ShaderType? {
        switch operation {
        case .add, .subtract, .divide:
            guard a.kind != .bool else { return nil }
            return componentwise(a, b)
        case .multiply:
            guard a.kind != .bool else { return nil }
            return product(a, b) ?? componentwise(a, b)
        case .remainder, .and, .or, .exclusiveOr:
            guard a.kind?.isInteger ?? false else { return nil }
            return componentwise(a, b)
        case .shiftLeft, .shiftRight:
            guard a.kind?.isInteger ?? false, b.kind?.isInteger ?? false, let left = a.vectorSize,
                let right = b.vectorSize
            else { return nil }
            return right == 1 || right == left ? a : nil
        case .less, .greater, .lessOrEqual, .greaterOrEqual:
            guard a == b, a.isScalar, a != .bool else { return nil }
            return .bool
        case .equal, .notEqual:
            guard a == b, a != .void, !a.holdsSampler else { return nil }
            return .bool
        case .bothHold, .oneHolds, .eitherHolds:
            return a == .bool && b == .bool ? .bool : nil
        }
    }

    /// Both of one size, or one of them a scalar for all components of the other.
    private static func componentwise(_ a: ShaderType, _ b: ShaderType) -> ShaderType? {
        guard let kind = a.kind, kind == b.kind else { return nil }
        if a == b { return a }
        if a.isScalar { return b }
        return b.isScalar ? a : nil
    }

    /// A matrix times a matrix or a vector.
    private static func product(_ a: ShaderType, _ b: ShaderType) -> ShaderType? {
        switch (a, b) {
        case (.matrix(let columns, let rows), .vector(.float, let count)):
            columns == count ? .vector(.float, rows) : nil
        case (.vector(.float, let count), .matrix(let columns, let rows)):
            rows == count ? .vector(.float, columns) : nil
        case (.matrix(let inner, let rows), .matrix(let columns, let other)):
            inner == other ? .matrix(columns: columns, rows: rows) : nil
        default: nil
        }
    }
}
