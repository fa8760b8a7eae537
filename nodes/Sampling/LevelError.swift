/// Why there are no such noise levels.
enum LevelError: Error, Hashable, CustomStringConvertible {
    case noLogarithm(input: String)
    case noRoot
    case noLevels

    var description: String {
        switch self {
        case .noLogarithm(let input): "\(input): 0 has no logarithm. Use a level above 0, such as 0.03."
        case .noRoot: "rho: no number has a root of degree 0. Use 7."
        case .noLevels: "sigmas: there is no level to replace. Connect the levels of one step at least."
        }
    }

    /// - Throws: `LevelError.noLogarithm` for the first of both that has none.
    static func checkLogarithms(highest: Double, lowest: Double) throws(LevelError) {
        if highest <= 0 { throw .noLogarithm(input: "sigma_max") }
        if lowest <= 0 { throw .noLogarithm(input: "sigma_min") }
    }
}
