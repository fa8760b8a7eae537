/// A function of the source.
final class Function {
    let name: String
    let result: ShaderType
    /// Replaced by those of the definition, which may have other names.
    var parameters: [Variable]
    let place: SourcePlace

    /// Nil while only its head has been read.
    var body: [Statement]?

    init(name: String, result: ShaderType, parameters: [Variable], at place: SourcePlace) {
        self.name = name
        self.result = result
        self.parameters = parameters
        self.place = place
    }

    /// Whether it can be left before its end.
    var hasWaysOut: Bool {
        guard let body else { return false }
        guard case .giveBack? = body.last else { return !body.exits.isDisjoint(with: [.giveBack, .discard]) }
        return !Array(body.dropLast()).exits.isDisjoint(with: [.giveBack, .discard])
    }
}
