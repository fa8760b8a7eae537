import Foundation

extension TemplateRenderer {
    mutating func value(of expression: TemplateExpression) throws(TemplateError) -> TemplateValue {
        try step()
        switch expression {
        case .located(let inner, let line):
            note(line: line)
            return try value(of: inner)
        case .literal(let value): return value
        case .name(let name): return lookUp(name)
        case .list(let expressions):
            var items: [TemplateValue] = []
            for expression in expressions { items.append(try value(of: expression)) }
            return .list(items)
        case .object(let expressions):
            var entries: [(key: String, value: TemplateValue)] = []
            for (key, item) in expressions { entries.append((try value(of: key).text, try value(of: item))) }
            return .object(entries)
        case .attribute(let owner, let name): return member(name, of: try value(of: owner))
        case .item(let owner, let index): return try item(try value(of: index), of: try value(of: owner))
        case .slice(let owner, let from, let to, let step): return try slice(owner, from, to, step)
        case .call(let function, let arguments): return try call(function, try values(of: arguments))
        case .filter(let input, let name, let arguments):
            return try filtered(try value(of: input), name, try values(of: arguments))
        case .test(let input, let name, let arguments, let isNegated):
            let found = try value(of: input)
            let others = try values(of: TemplateArguments(values: arguments)).values
            return .boolean(try passes(found, name, others) != isNegated)
        case .not(let inner): return .boolean(try !value(of: inner).isTrue)
        case .minus(let inner):
            switch try value(of: inner) {
            case .integer(let value): return .integer(0 &- value)
            case let value:
                guard let number = value.double else { throw unfit("-", value) }
                return .number(-number)
            }
        case .binary("and", let left, let right):
            let first = try value(of: left)
            return first.isTrue ? try value(of: right) : first
        case .binary("or", let left, let right):
            let first = try value(of: left)
            return first.isTrue ? first : try value(of: right)
        case .binary(let operation, let left, let right):
            return try combined(operation, try value(of: left), try value(of: right))
        case .conditional(let positive, let condition, let negative):
            if try value(of: condition).isTrue { return try value(of: positive) }
            return try negative.map { expression throws(TemplateError) in try value(of: expression) } ?? .undefined
        }
    }

    mutating func values(of arguments: TemplateArguments) throws(TemplateError) -> TemplateCallValues {
        var found = TemplateCallValues(values: [], named: [:])
        for expression in arguments.values { found.values.append(try value(of: expression)) }
        for argument in arguments.named { found.named[argument.name] = try value(of: argument.value) }
        return found
    }

    private func member(_ name: String, of owner: TemplateValue) -> TemplateValue {
        switch owner {
        case .object(let entries): entries.last { $0.key == name }?.value ?? .undefined
        case .namespace(let namespace): namespace.values[name] ?? .undefined
        default: .undefined
        }
    }

    private func item(_ index: TemplateValue, of owner: TemplateValue) throws(TemplateError) -> TemplateValue {
        switch (owner, index) {
        case (.list(let items), .integer(let place)):
            let place = place < 0 ? items.count + place : place
            return items.indices ~= place ? items[place] : .undefined
        case (.string(let text), .integer(let place)):
            let scalars = Array(text.unicodeScalars)
            let place = place < 0 ? scalars.count + place : place
            return scalars.indices ~= place ? .string(String(scalars[place])) : .undefined
        case (_, .string(let name)): return member(name, of: owner)
        default: throw unfit("[…]", owner)
        }
    }

    private mutating func slice(
        _ owner: TemplateExpression, _ from: TemplateExpression?, _ to: TemplateExpression?, _ step: TemplateExpression?
    ) throws(TemplateError) -> TemplateValue {
        let owner = try value(of: owner)
        let isText = if case .string = owner { true } else { false }
        let items = try elements(of: owner)
        let stride = try bound(step) ?? 1
        guard stride != 0 else { throw unfit("slice", .integer(0)) }
        func place(_ bound: Int?, _ otherwise: Int) -> Int {
            guard let bound else { return otherwise }
            let place = bound < 0 ? items.count + bound : bound
            return stride > 0 ? min(max(place, 0), items.count) : min(max(place, -1), items.count - 1)
        }
        let start = place(try bound(from), stride > 0 ? 0 : items.count - 1)
        let end = place(try bound(to), stride > 0 ? items.count : -1)
        let chosen = Swift.stride(from: start, to: end, by: stride).map { items[$0] }
        return isText ? .string(chosen.map(\.text).joined()) : .list(chosen)
    }

    private mutating func bound(_ expression: TemplateExpression?) throws(TemplateError) -> Int? {
        guard let expression else { return nil }
        switch try value(of: expression) {
        case .integer(let value): return value
        case .none: return nil
        case let value: throw unfit("slice", value)
        }
    }

    func combined(
        _ operation: String, _ left: TemplateValue, _ right: TemplateValue
    ) throws(TemplateError) -> TemplateValue {
        switch (operation, left, right) {
        case ("==", _, _): return .boolean(left.equals(right))
        case ("!=", _, _): return .boolean(!left.equals(right))
        case ("~", _, _): return .string(left.text + right.text)
        case ("in", _, .string(let text)): return .boolean(text.contains(left.text) || left.text.isEmpty)
        case ("in", _, .list(let items)): return .boolean(items.contains { $0.equals(left) })
        case ("in", _, .object(let entries)): return .boolean(entries.contains { $0.key == left.text })
        case ("in", _, .undefined): return .boolean(false)
        case ("+", .string(let a), .string(let b)): return .string(a + b)
        case ("+", .list(let a), .list(let b)): return .list(a + b)
        case ("*", .string(let text), .integer(let count)):
            guard count <= 1 << 16 else { throw fault(.tooLong) }
            return .string(String(repeating: text, count: max(0, count)))
        case ("<", .string(let a), .string(let b)): return .boolean(a < b)
        case (">", .string(let a), .string(let b)): return .boolean(a > b)
        case ("<=", .string(let a), .string(let b)): return .boolean(a <= b)
        case (">=", .string(let a), .string(let b)): return .boolean(a >= b)
        case (_, .integer(let a), .integer(let b)): return try whole(operation, a, b)
        default:
            guard let a = left.double else { throw unfit(operation, left) }
            guard let b = right.double else { throw unfit(operation, right) }
            return try real(operation, a, b)
        }
    }

    private func whole(_ operation: String, _ a: Int, _ b: Int) throws(TemplateError) -> TemplateValue {
        let outcome: (partialValue: Int, overflow: Bool)
        switch operation {
        case "+": outcome = a.addingReportingOverflow(b)
        case "-": outcome = a.subtractingReportingOverflow(b)
        case "*": outcome = a.multipliedReportingOverflow(by: b)
        case "//", "%":
            guard b != 0, !(a == .min && b == -1) else { throw unfit(operation, .integer(b)) }
            let remainder = a % b
            // As Python does it: rounded down, with the divisor's sign.
            let isOff = remainder != 0 && (remainder < 0) != (b < 0)
            outcome = (operation == "%" ? remainder + (isOff ? b : 0) : a / b - (isOff ? 1 : 0), false)
        default: return try real(operation, Double(a), Double(b))
        }
        guard !outcome.overflow else { throw unfit(operation, .integer(a)) }
        return .integer(outcome.partialValue)
    }

    private func real(_ operation: String, _ a: Double, _ b: Double) throws(TemplateError) -> TemplateValue {
        switch operation {
        case "+": return .number(a + b)
        case "-": return .number(a - b)
        case "*": return .number(a * b)
        case "/": return .number(a / b)
        case "//": return .number((a / b).rounded(.down))
        case "%": return .number(a - b * (a / b).rounded(.down))
        case "<": return .boolean(a < b)
        case ">": return .boolean(a > b)
        case "<=": return .boolean(a <= b)
        case ">=": return .boolean(a >= b)
        default: throw unfit(operation, .number(a))
        }
    }
}
