/// A number as Python has it, whole or not, or the list of all values.
enum ExpressionValue: Equatable, Sendable {
    case int(Int)
    case float(Double)
    case list([ExpressionValue])
}

extension ExpressionValue {
    var isTrue: Bool {
        switch self {
        case .int(let value): value != 0
        case .float(let value): value != 0
        case .list(let values): !values.isEmpty
        }
    }

    /// - Throws: `.notANumber` for a list.
    func number() throws(ExpressionError) -> Double {
        switch self {
        case .int(let value): Double(value)
        case .float(let value): value
        case .list: throw .notANumber
        }
    }

    /// For what takes whole numbers only.
    func whole(_ name: String) throws(ExpressionError) -> Int {
        guard case .int(let value) = self else { throw .wrongArguments(name) }
        return value
    }

    func negated() throws(ExpressionError) -> ExpressionValue {
        switch self {
        case .int(let value):
            let (result, overflows) = Int(0).subtractingReportingOverflow(value)
            if overflows { throw .tooLarge }
            return .int(result)
        case .float(let value): return .float(-value)
        case .list: throw .notANumber
        }
    }

    /// Counted from the end if negative.
    func element(_ index: ExpressionValue) throws(ExpressionError) -> ExpressionValue {
        guard case .list(let values) = self else { throw .wrongArguments("[ ]") }
        let index = try index.whole("[ ]")
        let place = index < 0 ? index + values.count : index
        guard values.indices.contains(place) else { throw .noElement(index, count: values.count) }
        return values[place]
    }

    /// Towards zero.
    ///
    /// - Throws: `.tooLarge` beyond 64 bits.
    func truncated() throws(ExpressionError) -> Int {
        if case .int(let value) = self { return value }
        guard let value = Int(exactly: try number().rounded(.towardZero)) else { throw .tooLarge }
        return value
    }
}
