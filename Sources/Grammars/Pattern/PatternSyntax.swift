/// A regular expression, taken apart.
indirect enum PatternSyntax: Hashable {
    case scalar(ScalarSet)
    case sequence([PatternSyntax])
    case choice([PatternSyntax])
    case repeated(PatternSyntax, Int, Int?)
    case start
    case end
}

/// Why a regular expression cannot be kept to.
struct PatternFault: Error {
    let what: String
}
