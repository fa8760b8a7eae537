import Engine
import JSON

/// What an editor keeps about a comparison; there is nothing in it that a node needs.
struct ComparisonView: WrittenStructure {
    static let portType = "IMAGECOMPARE"

    let json: JSONValue

    /// Two pictures that are not known yet.
    static let blank = ComparisonView(json: ["", ""])
}
