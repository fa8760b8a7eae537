/// Reads a shader from first to last, declares what it declares and checks the types of what it says.
struct ShaderReader {
    private let tokens: [Token]
    private var position = 0

    /// The names that are known, innermost last.
    private var scopes: [[String: Entity]] = [[:]]

    enum Entity {
        case variable(Variable)
        case structure(Structure)
        case functions([Function])
    }

    /// Variables outside of functions, in order, with their initial values.
    var globals: [(variable: Variable, initial: Expression?)] = []
    var main: Function?

    /// Whether floats need no precision of their own from here on.
    var hasFloatPrecision = false

    /// Whether some pixel may be discarded.
    var discards = false

    /// What every shader has.
    private(set) var builtIns: [Variable] = []

    /// Of the function that is being read.
    var result = ShaderType.void
    var loops = 0
    var switches = 0
    private var nesting = 0

    /// - Throws: `ShaderError` at the first thing that is wrong.
    static func read(_ source: String) throws(ShaderError) -> ShaderReader {
        var reader = ShaderReader(tokens: try Preprocessor.tokens(of: source))
        reader.declareBuiltIns()
        while reader.token.kind != .end { try reader.readGlobal() }
        guard reader.main?.body != nil else { throw ShaderError(.noMain, at: .start) }
        return reader
    }

    private init(tokens: [Token]) {
        self.tokens = tokens
    }

    private mutating func declareBuiltIns() {
        for (name, type) in [
            ("gl_FragCoord", ShaderType.vector(.float, 4)), ("gl_FrontFacing", .bool),
            ("gl_PointCoord", .vector(.float, 2)), ("gl_FragDepth", .float),
        ] {
            builtIns.append(Variable(name, type, .builtIn, at: .start))
        }
        for (name, value) in BuiltIns.limits {
            let variable = Variable(name, .int, .constant, at: .start)
            variable.known = [value]
            builtIns.append(variable)
        }
        for variable in builtIns { scopes[0][variable.name] = .variable(variable) }
    }
}

/// Tokens.
extension ShaderReader {
    var token: Token { tokens[position] }
    var following: Token { tokens[min(position + 1, tokens.count - 1)] }

    mutating func next() -> Token {
        let token = tokens[position]
        if position < tokens.count - 1 { position += 1 }
        return token
    }

    /// Passes over `text` if it comes next.
    mutating func accept(_ text: String) -> Bool {
        guard token.text == text, token.kind != .end else { return false }
        position += 1
        return true
    }

    mutating func expect(_ text: String) throws(ShaderError) {
        guard accept(text) else { throw ShaderError(.unexpected(token.text, wants: "'\(text)'"), at: token.place) }
    }

    /// A name that may be given to something.
    mutating func newName() throws(ShaderError) -> Token {
        let token = next()
        guard token.kind == .word, ShaderType.named[token.text] == nil, !Words.keywords.contains(token.text) else {
            throw ShaderError(.unexpected(token.text, wants: "a name"), at: token.place)
        }
        guard !Words.reserved.contains(token.text), !token.text.hasPrefix("gl_"), !token.text.contains("__") else {
            throw ShaderError(.reservedName(token.text), at: token.place)
        }
        return token
    }

    /// Goes one level down, to where no source for a picture goes.
    mutating func nested<Value>(
        _ body: (inout ShaderReader) throws(ShaderError) -> Value
    ) throws(ShaderError) -> Value {
        guard nesting < 200 else { throw ShaderError(.tooDeep, at: token.place) }
        nesting += 1
        defer { nesting -= 1 }
        return try body(&self)
    }
}

/// Names.
extension ShaderReader {
    var isGlobal: Bool { scopes.count == 1 }

    mutating func scoped<Value>(
        _ body: (inout ShaderReader) throws(ShaderError) -> Value
    ) throws(ShaderError) -> Value {
        scopes.append([:])
        defer { scopes.removeLast() }
        return try body(&self)
    }

    func entity(_ name: String) -> Entity? {
        for scope in scopes.reversed() { if let entity = scope[name] { return entity } }
        return nil
    }

    mutating func declare(_ entity: Entity, as name: String, at place: SourcePlace) throws(ShaderError) {
        guard scopes[scopes.count - 1][name] == nil else { throw ShaderError(.declaredTwice(name), at: place) }
        scopes[scopes.count - 1][name] = entity
    }

    func entityOutside(_ name: String) -> Entity? { scopes[0][name] }

    mutating func redeclare(functions: [Function], as name: String) {
        scopes[0][name] = .functions(functions)
    }

    /// The type that a name stands for, if it stands for one.
    func type(named name: String) -> ShaderType? {
        if let type = ShaderType.named[name] { return type }
        guard case .structure(let structure)? = entity(name) else { return nil }
        return .structure(structure)
    }

    /// The names of variables and functions, for guessing which one was meant.
    var knownNames: [String] {
        scopes.flatMap(\.keys).filter { !$0.hasPrefix("gl_Max") } + Array(BuiltIns.signatures.keys)
    }
}

extension ShaderReader {
    /// An expression, unless it is too deep to walk.
    func make(_ form: Expression.Form, _ type: ShaderType, at place: SourcePlace) throws(ShaderError) -> Expression {
        let expression = Expression(form, type, at: place)
        guard expression.depth < 1000 else { throw ShaderError(.tooDeep, at: place) }
        return expression
    }
}
