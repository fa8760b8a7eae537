import JSON

extension InputDefinition {
    /// An input of a blueprint: what takes it inside, as far as the blueprint's file does not say otherwise.
    init(_ input: Blueprint.Input, takenAs use: InputDefinition) throws(BlueprintError.Fault) {
        let kind = try use.kind.narrowed(by: input.words, of: input.name)
        var start = use.defaultValue
        if let word = input.words["default"] {
            guard let value = Literal(word, coercedTo: kind), kind.problem(with: value, shown: "") == nil else {
                throw .badWord("default", input: input.name, wants: "a value that the input takes")
            }
            start = value
        } else if let value = start, kind.problem(with: value, shown: "") != nil {
            start = nil
        }
        let isOptional = input.words["optional"]?.bool ?? (input.words["default"] != nil || use.isOptional)
        self.init(
            name: input.name, summary: input.words["description"]?.string ?? use.summary, kind: kind,
            isOptional: isOptional, defaultValue: start)
    }
}

extension InputKind {
    /// The kind with `min`, `max`, `step` and `options` of a blueprint's file, which only narrow what is taken inside.
    fileprivate func narrowed(by words: JSONObject, of input: String) throws(BlueprintError.Fault) -> InputKind {
        switch self {
        case .integer(let range, let step, let isSeed):
            let lower = try words["min"].map { (json) throws(BlueprintError.Fault) in try whole(json, "min", input) }
            let upper = try words["max"].map { (json) throws(BlueprintError.Fault) in try whole(json, "max", input) }
            let narrowed = try Self.range(lower ?? range.lowerBound, upper ?? range.upperBound, within: range, input)
            return .integer(range: narrowed, step: words["step"]?.int.map { Int128($0) } ?? step, isSeed: isSeed)
        case .number(let range, let step, let rounding):
            let (lower, upper) = (words["min"]?.double ?? range.lowerBound, words["max"]?.double ?? range.upperBound)
            return .number(
                range: try Self.range(lower, upper, within: range, input), step: words["step"]?.double ?? step,
                rounding: rounding)
        case .choice(let all):
            guard let options = words["options"]?.array?.compactMap(\.string) else { return self }
            guard !options.isEmpty, options.allSatisfy(all.contains) else {
                throw .badWord("options", input: input, wants: "some of \(all.prefix(8).joined(separator: ", "))")
            }
            return .choice(options)
        default:
            return self
        }
    }

    private func whole(_ json: JSONValue, _ word: String, _ input: String) throws(BlueprintError.Fault) -> Int128 {
        guard let number = json.number, number.isInteger else {
            throw .badWord(word, input: input, wants: "a whole number")
        }
        return Int128(number)
    }

    private static func range<Bound>(
        _ lower: Bound, _ upper: Bound, within range: ClosedRange<Bound>, _ input: String
    ) throws(BlueprintError.Fault) -> ClosedRange<Bound> {
        guard lower <= upper, range.contains(lower), range.contains(upper) else {
            throw .badWord(
                "min and max", input: input, wants: "a range within \(range.lowerBound) to \(range.upperBound)")
        }
        return lower...upper
    }
}
