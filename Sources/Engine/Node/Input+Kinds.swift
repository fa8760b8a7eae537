// One initialiser for each kind of input that can be declared, with a default (`var width = 512`) and without.

extension Input where Value: FixedWidthInteger & LiteralPort {
    /// - Parameters:
    ///   - step: how far editors move at a time; other values are taken as well.
    ///   - isSeed: whether editors offer a new value after each run.
    public init(
        wrappedValue: Value, _ summary: String = "", in range: ClosedRange<Value>, step: Value = 1,
        isSeed: Bool = false, optional: Bool = false, name: String? = nil
    ) {
        let kind = Self.kind(range, step, isSeed)
        self.init(.init(name, summary, kind, optional, wrappedValue.literal), initially: wrappedValue)
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
        rounding: Double? = nil, optional: Bool = false, name: String? = nil
    ) {
        let kind = InputKind.number(range: range, step: step, rounding: rounding)
        self.init(.init(name, summary, kind, optional, wrappedValue.literal), initially: wrappedValue)
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
    public init(wrappedValue: Bool, _ summary: String = "", optional: Bool = false, name: String? = nil) {
        self.init(.init(name, summary, .boolean, optional, wrappedValue.literal), initially: wrappedValue)
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
        isTemplate: Bool = false, optional: Bool = false, name: String? = nil
    ) {
        let kind = InputKind.text(multiline: multiline, dynamicPrompts: dynamicPrompts, isTemplate: isTemplate)
        self.init(.init(name, summary, kind, optional, wrappedValue.literal), initially: wrappedValue)
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
    public init(wrappedValue: Value, _ summary: String = "", optional: Bool = false, name: String? = nil) {
        self.init(.init(name, summary, Self.kind, optional, wrappedValue.literal), initially: wrappedValue)
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

extension Input {
    /// A value that only a link can bring; optional if its type is.
    public init(_ summary: String = "", name: String? = nil) {
        let optional = Value.self as? any OptionalPort.Type
        self.init(
            .init(name, summary, .link(type: Value.portType), optional != nil, nil),
            initially: optional?.absent as? Value)
    }
}

extension InputDeclaration {
    fileprivate init(
        _ name: String?, _ summary: String, _ kind: InputKind, _ isOptional: Bool, _ defaultValue: Literal?
    ) {
        self.init(name: name, summary: summary, kind: kind, isOptional: isOptional, defaultValue: defaultValue)
    }
}
