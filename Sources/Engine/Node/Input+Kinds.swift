// One initialiser for each kind of input that can be declared, with a default (`var width = 512`) and without.

extension Input where Value: FixedWidthInteger & LiteralPort {
    /// - Parameters:
    ///   - step: how far editors move at a time; other values are taken as well.
    ///   - isSeed: whether editors offer a new value after each run.
    public init(
        wrappedValue: Value, _ summary: String = "", in range: ClosedRange<Value>, step: Value = 1,
        isSeed: Bool = false, optional: Bool = false, when condition: InputCondition? = nil, name: String? = nil
    ) {
        let kind = Self.kind(range, step, isSeed)
        self.init(.init(name, summary, kind, optional, wrappedValue.literal, condition), initially: wrappedValue)
    }

    public init(
        _ summary: String = "", in range: ClosedRange<Value>, step: Value = 1, isSeed: Bool = false, name: String? = nil
    ) {
        self.init(.init(name, summary, Self.kind(range, step, isSeed), false, nil), initially: nil)
    }

    private static func kind(_ range: ClosedRange<Value>, _ step: Value, _ isSeed: Bool) -> InputKind {
        .integer(
            range: Int128(range.lowerBound)...Int128(range.upperBound), step: Int128(step), isSeed: isSeed)
    }
}

extension Input where Value: BinaryFloatingPoint & LiteralPort {
    /// - Parameters:
    ///   - step: how far editors move at a time; other values are taken as well.
    ///   - rounding: to what editors round; the engine does not.
    public init(
        wrappedValue: Value, _ summary: String = "", in range: ClosedRange<Double>, step: Double = 0.01,
        rounding: Double? = nil, optional: Bool = false, when condition: InputCondition? = nil, name: String? = nil
    ) {
        let kind = InputKind.number(range: range, step: step, rounding: rounding)
        self.init(.init(name, summary, kind, optional, wrappedValue.literal, condition), initially: wrappedValue)
    }

    public init(
        _ summary: String = "", in range: ClosedRange<Double>, step: Double = 0.01, rounding: Double? = nil,
        name: String? = nil
    ) {
        let kind = InputKind.number(range: range, step: step, rounding: rounding)
        self.init(.init(name, summary, kind, false, nil), initially: nil)
    }
}

extension Input where Value == Bool {
    public init(
        wrappedValue: Bool, _ summary: String = "", optional: Bool = false, when condition: InputCondition? = nil,
        name: String? = nil
    ) {
        self.init(.init(name, summary, .boolean, optional, wrappedValue.literal, condition), initially: wrappedValue)
    }

    public init(_ summary: String = "", name: String? = nil) {
        self.init(.init(name, summary, .boolean, false, nil), initially: nil)
    }
}

extension Input where Value == String {
    /// - Parameters:
    ///   - dynamicPrompts: whether editors replace `{a|b}` by one of the words.
    ///   - isTemplate: whether `%Node title.input%` stands for what that node's input says, before anything runs.
    public init(
        wrappedValue: String, _ summary: String = "", multiline: Bool = false, dynamicPrompts: Bool = false,
        isTemplate: Bool = false, optional: Bool = false, when condition: InputCondition? = nil, name: String? = nil
    ) {
        let kind = InputKind.text(multiline: multiline, dynamicPrompts: dynamicPrompts, isTemplate: isTemplate)
        self.init(.init(name, summary, kind, optional, wrappedValue.literal, condition), initially: wrappedValue)
    }

    public init(
        _ summary: String = "", multiline: Bool = false, dynamicPrompts: Bool = false, isTemplate: Bool = false,
        name: String? = nil
    ) {
        let kind = InputKind.text(multiline: multiline, dynamicPrompts: dynamicPrompts, isTemplate: isTemplate)
        self.init(.init(name, summary, kind, false, nil), initially: nil)
    }
}

extension Input where Value: Choice {
    public init(
        wrappedValue: Value, _ summary: String = "", optional: Bool = false, when condition: InputCondition? = nil,
        name: String? = nil
    ) {
        self.init(.init(name, summary, Self.kind, optional, wrappedValue.literal, condition), initially: wrappedValue)
    }

    public init(_ summary: String = "", name: String? = nil) {
        self.init(.init(name, summary, Self.kind, false, nil), initially: nil)
    }

    private static var kind: InputKind { .choice(Value.allCases.map(\.rawValue)) }
}

extension Input where Value == FileName {
    public init(_ summary: String = "", from source: FileSource, name: String? = nil) {
        self.init(.init(name, summary, .file(source), false, nil), initially: nil)
    }
}

/// A port whose values are written as a list or an object.
public protocol StructuredPort: LiteralPort {}

extension Input where Value: StructuredPort {
    public init(wrappedValue: Value, _ summary: String = "", optional: Bool = false, name: String? = nil) {
        let kind = InputKind.structure(type: Value.portType)
        self.init(.init(name, summary, kind, optional, wrappedValue.literal), initially: wrappedValue)
    }
}

extension Input {
    /// As many numbers as a graph connects or writes down.
    public init(_ summary: String = "", growing growth: Growth, name: String? = nil) where Value == Growing<Double> {
        let largest = Double.greatestFiniteMagnitude
        self.init(growth, name, summary, .number(range: -largest...largest, step: 0.01, rounding: nil))
    }

    /// As many whole numbers as a graph connects or writes down.
    public init(_ summary: String = "", growing growth: Growth, name: String? = nil) where Value == Growing<Int> {
        self.init(growth, name, summary, .integer(range: Int128(Int.min)...Int128(Int.max), step: 1, isSeed: false))
    }

    /// As many truth values as a graph connects or writes down.
    public init(_ summary: String = "", growing growth: Growth, name: String? = nil) where Value == Growing<Bool> {
        self.init(growth, name, summary, .boolean)
    }

    private init<Element>(
        _ growth: Growth, _ name: String?, _ summary: String, _ kind: InputKind
    ) where Value == Growing<Element> {
        var declaration = InputDeclaration(name, summary, kind, growth.least == 0, nil, nil)
        declaration.growth = growth
        self.init(declaration, initially: Value(names: [], values: []))
    }
}

extension Input {
    /// A value that only a link can bring; optional if its type is.
    ///
    /// - Parameters:
    ///   - isLazy: whether it is made only if the node asks for it; the node is then one that `ChoosesInputs`.
    ///   - matching: the ports of the node that have the same type.
    @_disfavoredOverload  // Inputs that take literals have initialisers of their own.
    public init(
        _ summary: String = "", lazy isLazy: Bool = false, matching: MatchedType? = nil,
        when condition: InputCondition? = nil, name: String? = nil
    ) {
        let optional = Value.self as? any OptionalPort.Type
        var declaration = InputDeclaration(
            name, summary, .link(type: Self.linkType(matching)), optional != nil, nil, condition)
        declaration.isLazy = isLazy
        declaration.matching = matching
        self.init(declaration, initially: optional?.absent as? Value)
    }

    /// As many values as a graph connects.
    public init<Element>(
        _ summary: String = "", growing growth: Growth, matching: MatchedType? = nil, name: String? = nil
    ) where Value == Growing<Element> {
        var declaration = InputDeclaration(
            name, summary, .link(type: Self.linkType(matching)), growth.least == 0, nil, nil)
        declaration.growth = growth
        declaration.matching = matching
        self.init(declaration, initially: Value(names: [], values: []))
    }

    private static func linkType(_ matching: MatchedType?) -> String {
        matching.map { $0.allowed == "*" ? Value.portType : $0.allowed } ?? Value.portType
    }
}

extension InputDeclaration {
    fileprivate init(
        _ name: String?, _ summary: String, _ kind: InputKind, _ isOptional: Bool, _ defaultValue: Literal?,
        _ condition: InputCondition? = nil
    ) {
        self.init(
            name: name, summary: summary, kind: kind, isOptional: isOptional, defaultValue: defaultValue,
            condition: condition)
    }
}
