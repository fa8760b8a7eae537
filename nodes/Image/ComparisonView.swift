import Engine

/// What an editor keeps about a comparison; there is nothing in it that a node needs.
struct ComparisonView: Port {
    static let portType = "IMAGECOMPARE"

    var memoryCost: Int { 1 }
}
