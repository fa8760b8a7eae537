/// Values that the source alone tells: sizes of arrays, labels, and what constants of the language are made of.
enum Known {
    /// The components' bits; nil if they are not known, or not worth knowing before a run.
    static func components(of expression: Expression) -> [UInt32]? {
        switch expression.form {
        case .literal(let bits): return bits
        case .variable(let variable): return variable.isConstant ? variable.known : nil
        case .negate(let value):
            let kinds = value.type.componentKinds
            return components(of: value).map { bits in
                zip(bits, kinds).map { bits, kind in kind == .float ? bits ^ (1 << 31) : 0 &- bits }
            }
        case .not(let value), .complement(let value): return components(of: value)?.map { ~$0 }
        case .binary(let operation, let a, let b): return applied(operation, a, b)
        case .conditional(let condition, let a, let b):
            guard let holds = components(of: condition)?.first else { return nil }
            return components(of: holds != 0 ? a : b)
        case .construct(let parts): return constructed(expression.type, parts)
        case .swizzle(let base, let picks):
            guard let bits = components(of: base) else { return nil }
            return picks.map { bits[$0] }
        case .field(let base, let offset):
            return components(of: base).map { Array($0[offset..<offset + expression.type.componentCount]) }
        case .index(let base, let index):
            guard let bits = components(of: base), let place = components(of: index)?.first,
                let count = base.type.element?.count, place < count
            else { return nil }
            let size = expression.type.componentCount
            return Array(bits[Int(place) * size..<(Int(place) + 1) * size])
        case .assign, .step, .sequence, .builtIn, .call: return nil
        }
    }

    private static func applied(_ operation: BinaryOperator, _ a: Expression, _ b: Expression) -> [UInt32]? {
        guard !a.type.isMatrix, !b.type.isMatrix, let kind = a.type.kind, let left = components(of: a),
            let right = components(of: b)
        else { return nil }
        if operation == .equal || operation == .notEqual {
            let isEqual = zip(left, right).allSatisfy { x, y in
                kind == .float ? Float(bitPattern: x) == Float(bitPattern: y) : x == y
            }
            return [isEqual == (operation == .equal) ? .max : 0]
        }
        var result: [UInt32] = []
        for index in 0..<max(left.count, right.count) {
            let (x, y) = (left[left.count == 1 ? 0 : index], right[right.count == 1 ? 0 : index])
            let bits =
                switch kind {
                case .float: floats(operation, Float(bitPattern: x), Float(bitPattern: y))
                case .int: signed(operation, Int32(bitPattern: x), Int32(bitPattern: y))
                case .uint: unsigned(operation, x, y)
                case .bool: truths(operation, x, y)
                }
            guard let bits else { return nil }
            result.append(bits)
        }
        return result
    }

    private static func truth(_ value: Bool) -> UInt32 { value ? .max : 0 }

    private static func floats(_ operation: BinaryOperator, _ x: Float, _ y: Float) -> UInt32? {
        switch operation {
        case .add: (x + y).bitPattern
        case .subtract: (x - y).bitPattern
        case .multiply: (x * y).bitPattern
        case .divide: (x / y).bitPattern
        case .less: truth(x < y)
        case .greater: truth(x > y)
        case .lessOrEqual: truth(x <= y)
        case .greaterOrEqual: truth(x >= y)
        default: nil
        }
    }

    private static func signed(_ operation: BinaryOperator, _ x: Int32, _ y: Int32) -> UInt32? {
        switch operation {
        case .add: UInt32(bitPattern: x &+ y)
        case .subtract: UInt32(bitPattern: x &- y)
        case .multiply: UInt32(bitPattern: x &* y)
        case .divide: y == 0 ? nil : UInt32(bitPattern: x.dividedReportingOverflow(by: y).0)
        case .remainder: y == 0 ? nil : UInt32(bitPattern: x.remainderReportingOverflow(dividingBy: y).0)
        case .shiftRight: UInt32(bitPattern: x >> (y & 31))
        case .less: truth(x < y)
        case .greater: truth(x > y)
        case .lessOrEqual: truth(x <= y)
        case .greaterOrEqual: truth(x >= y)
        default: bitwise(operation, UInt32(bitPattern: x), UInt32(bitPattern: y))
        }
    }

    private static func unsigned(_ operation: BinaryOperator, _ x: UInt32, _ y: UInt32) -> UInt32? {
        switch operation {
        case .add: x &+ y
        case .subtract: x &- y
        case .multiply: x &* y
        case .divide: y == 0 ? nil : x / y
        case .remainder: y == 0 ? nil : x % y
        case .shiftRight: x >> (y & 31)
        case .less: truth(x < y)
        case .greater: truth(x > y)
        case .lessOrEqual: truth(x <= y)
        case .greaterOrEqual: truth(x >= y)
        default: bitwise(operation, x, y)
        }
    }

    private static func bitwise(_ operation: BinaryOperator, _ x: UInt32, _ y: UInt32) -> UInt32? {
        switch operation {
        case .and: x & y
        case .or: x | y
        case .exclusiveOr: x ^ y
        case .shiftLeft: x << (y & 31)
        default: nil
        }
    }

    private static func truths(_ operation: BinaryOperator, _ x: UInt32, _ y: UInt32) -> UInt32? {
        switch operation {
        case .bothHold: x & y
        case .eitherHolds: x | y
        case .oneHolds: x ^ y
        default: nil
        }
    }

    private static func constructed(_ type: ShaderType, _ parts: [Expression]) -> [UInt32]? {
        var bits: [UInt32] = []
        for part in parts {
            guard let own = components(of: part) else { return nil }
            if let kind = type.kind, let from = part.type.kind {
                bits += own.map { converted($0, from: from, to: kind) }
            } else {
                bits += own
            }
        }
        switch type {
        case .matrix: return nil
        case .vector(_, let count) where bits.count == 1: return Array(repeating: bits[0], count: count)
        default: return Array(bits.prefix(type.componentCount))
        }
    }

    static func converted(_ bits: UInt32, from: ScalarKind, to: ScalarKind) -> UInt32 {
        let value: Float =
            switch from {
            case .float: Float(bitPattern: bits)
            case .int: Float(Int32(bitPattern: bits))
            case .uint: Float(bits)
            case .bool: bits != 0 ? 1 : 0
            }
        switch (from, to) {
        case (.float, .float), (.bool, .bool), (.int, .int), (.uint, .uint), (.int, .uint), (.uint, .int): return bits
        case (_, .bool): return truth(value != 0)
        case (_, .float): return value.bitPattern
        case (.bool, _): return bits & 1
        case (.float, .int): return UInt32(bitPattern: Int32(exactly: value.rounded(.towardZero)) ?? 0)
        case (.float, .uint): return UInt32(exactly: value.rounded(.towardZero)) ?? 0
        }
    }
}
