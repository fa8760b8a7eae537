/// A weights file that does not hold what a model needs.
public struct WeightsError: Error, Hashable, Sendable {
    /// The file, as messages call it.
    public let origin: String
    public let problem: Problem
    /// What a user can do about it; a whole sentence.
    public let remedy: String

    public enum Problem: Hashable, Sendable {
        /// `shape` is nil where the shape would have followed from the missing tensor itself.
        case missing(String, shape: [Int]?)
        case misshapen(String, expected: [Int], found: [Int])
        /// The tensors are there, but their shapes describe no model that Darkroom knows.
        case unsupported(String)
    }

    public init(_ problem: Problem, origin: String, remedy: String) {
        self.origin = origin
        self.problem = problem
        self.remedy = remedy
    }
}

extension WeightsError: CustomStringConvertible {
    public var description: String { "\(origin): \(whatHappened). \(remedy)" }

    private var whatHappened: String {
        switch problem {
        case .missing(let name, let shape?): "no tensor '\(name)' \(shape)"
        case .missing(let name, nil): "no tensor '\(name)'"
        case .misshapen(let name, let expected, let found): "tensor '\(name)' is \(found), but \(expected) belongs here"
        case .unsupported(let fact): fact
        }
    }
}
