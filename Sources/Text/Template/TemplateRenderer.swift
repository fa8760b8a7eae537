/// Runs a template's statements.
struct TemplateRenderer {
    private var scopes: [[String: TemplateValue]]
    private var macros: [String: TemplateMacro] = [:]
    private var output = ""
    private(set) var line = 1
    private var steps = 0
    private var depth = 0

    /// A template that does more is taken for endless.
    private static let mostSteps = 1_000_000
    private static let longestOutput = 64 << 20

    private enum Flow {
        case goesOn, breaks, continues
    }

    init(_ variables: [String: TemplateValue]) {
        scopes = [variables]
    }

    static func render(
        _ statements: [TemplateStatement], _ variables: [String: TemplateValue]
    ) throws(TemplateError) -> String {
        var renderer = TemplateRenderer(variables)
        _ = try renderer.run(statements)
        return renderer.output
    }

    func fault(_ problem: TemplateError.Problem) -> TemplateError { TemplateError(line: line, problem: problem) }

    func unfit(_ operation: String, _ value: TemplateValue) -> TemplateError {
        fault(.unfit(operation: operation, kind: value.kind))
    }

    mutating func step() throws(TemplateError) {
        steps += 1
        guard steps <= Self.mostSteps, output.utf8.count <= Self.longestOutput else { throw fault(.tooLong) }
    }

    private mutating func run(_ statements: [TemplateStatement]) throws(TemplateError) -> Flow {
        for statement in statements {
            try step()
            let flow = try run(statement)
            if flow != .goesOn { return flow }
        }
        return .goesOn
    }

    private mutating func run(_ statement: TemplateStatement) throws(TemplateError) -> Flow {
        switch statement {
        case .text(let text): output += text
        case .output(let expression): output += try value(of: expression).text
        case .set(let target, let expression): try assign(try value(of: expression), to: target)
        case .setBlock(let name, let body): scopes[scopes.count - 1][name] = .string(try captured(body))
        case .branch(let branches, let otherwise):
            for branch in branches where try value(of: branch.condition).isTrue { return try run(branch.body) }
            return try run(otherwise)
        case .loop(let loop): try run(loop)
        case .macro(let macro): macros[macro.name] = macro
        case .filterBlock(let name, let arguments, let body):
            let text = TemplateValue.string(try captured(body))
            output += try filtered(text, name, try values(of: arguments)).text
        case .with(let names, let body):
            var scope: [String: TemplateValue] = [:]
            for name in names { scope[name.name] = try value(of: name.value) }
            scopes.append(scope)
            defer { scopes.removeLast() }
            return try run(body)
        case .breakLoop: return .breaks
        case .continueLoop: return .continues
        }
        return .goesOn
    }

    /// What `body` writes, instead of writing it.
    private mutating func captured(_ body: [TemplateStatement]) throws(TemplateError) -> String {
        let before = output
        output = ""
        defer { output = before }
        _ = try run(body)
        return output
    }

    private mutating func assign(_ value: TemplateValue, to target: TemplateTarget) throws(TemplateError) {
        switch target {
        case .names(let names):
            guard names.count > 1 else {
                scopes[scopes.count - 1][names[0]] = value
                return
            }
            guard case .list(let items) = value, items.count == names.count else { throw unfit("=", value) }
            for (name, item) in zip(names, items) { scopes[scopes.count - 1][name] = item }
        case .attribute(let name, let attribute):
            guard case .namespace(let namespace) = lookUp(name) else {
                throw unfit("set \(name).\(attribute)", lookUp(name))
            }
            namespace.values[attribute] = value
        }
    }

    func lookUp(_ name: String) -> TemplateValue {
        scopes.last { $0[name] != nil }?[name] ?? .undefined
    }

    func macro(named name: String) -> TemplateMacro? { macros[name] }

    private mutating func run(_ loop: TemplateLoop) throws(TemplateError) {
        line = loop.line
        var items = try elements(of: try value(of: loop.sequence))
        if let condition = loop.condition {
            var kept: [TemplateValue] = []
            for item in items {
                scopes.append([:])
                defer { scopes.removeLast() }
                try bind(item, to: loop.names)
                if try value(of: condition).isTrue { kept.append(item) }
            }
            items = kept
        }
        if items.isEmpty {
            _ = try run(loop.otherwise)
            return
        }
        for (index, item) in items.enumerated() {
            try step()
            scopes.append([:])
            defer { scopes.removeLast() }
            try bind(item, to: loop.names)
            scopes[scopes.count - 1]["loop"] = .object([
                ("index", .integer(index + 1)), ("index0", .integer(index)), ("first", .boolean(index == 0)),
                ("last", .boolean(index == items.count - 1)), ("length", .integer(items.count)),
                ("revindex", .integer(items.count - index)), ("revindex0", .integer(items.count - index - 1)),
                ("previtem", index > 0 ? items[index - 1] : .undefined),
                ("nextitem", index + 1 < items.count ? items[index + 1] : .undefined),
            ])
            if try run(loop.body) == .breaks { break }
        }
    }

    private mutating func bind(_ item: TemplateValue, to names: [String]) throws(TemplateError) {
        try assign(item, to: .names(names))
    }

    func elements(of value: TemplateValue) throws(TemplateError) -> [TemplateValue] {
        switch value {
        case .list(let items): return items
        case .object(let entries): return entries.map { .string($0.key) }
        case .string(let text): return text.unicodeScalars.map { .string(String($0)) }
        case .undefined: return []
        default: throw unfit("for", value)
        }
    }

    /// A macro's text.
    mutating func call(_ macro: TemplateMacro, _ arguments: TemplateCallValues) throws(TemplateError) -> TemplateValue {
        depth += 1
        defer { depth -= 1 }
        guard depth <= TemplateParser.deepest else { throw fault(.tooDeep) }
        var scope: [String: TemplateValue] = [:]
        for (index, parameter) in macro.parameters.enumerated() {
            if index < arguments.values.count {
                scope[parameter.name] = arguments.values[index]
            } else if let given = arguments.named[parameter.name] {
                scope[parameter.name] = given
            } else if let expression = parameter.value {
                scope[parameter.name] = try value(of: expression)
            }
        }
        scopes.append(scope)
        defer { scopes.removeLast() }
        return .string(try captured(macro.body))
    }

    mutating func note(line: Int) { self.line = line }
}

/// What a call is given.
struct TemplateCallValues {
    var values: [TemplateValue]
    var named: [String: TemplateValue]
}
