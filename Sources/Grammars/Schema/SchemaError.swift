import JSON

/// Why a JSON Schema cannot be kept to.
public struct SchemaError: Error, Hashable, Sendable {
    /// Where in the schema: `#/properties/name`.
    public let place: String
    public let problem: Problem

    public enum Problem: Hashable, Sendable {
        case notSchema(kind: String)
        case unknownKeyword(String)
        case unsupported(String, instead: String)
        case wrongValue(keyword: String, wanted: String)
        case noTarget(String)
        case tooDeep
        case overlapping
        case unsatisfiable
        case grammar(GrammarError)
    }

    init(_ place: String, _ problem: Problem) {
        self.place = place
        self.problem = problem
    }
}

extension SchemaError: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String {
        let place = place.legible(limit: 200)
        return switch problem {
        case .notSchema(let kind):
            "the schema, \(place): \(kind) stands where a schema belongs. Write an object, true or false."
        case .unknownKeyword(let keyword):
            "the schema, \(place): '\(keyword.legible(limit: 60))' is no keyword that is known. "
                + "Remove it, or look for a misspelling."
        case .unsupported(let keyword, let instead):
            "the schema, \(place): '\(keyword.legible(limit: 60))' is not kept to. \(instead)"
        case .wrongValue(let keyword, let wanted):
            "the schema, \(place): '\(keyword)' is not \(wanted). Write it as JSON Schema has it."
        case .noTarget(let reference):
            "the schema, \(place): there is nothing at '\(reference.legible(limit: 200))'. "
                + "Point to a place in this schema, such as '#/$defs/name'."
        case .tooDeep: "the schema, \(place): references lead round in a circle. Put something between them."
        case .overlapping:
            "the schema, \(place): a value might satisfy two of 'oneOf'. Use 'anyOf', or give each a required property "
                + "with a 'const' of its own."
        case .unsatisfiable: "the schema, \(place): no value satisfies it. Loosen it."
        case .grammar(let error): "\(error)"
        }
    }
}
