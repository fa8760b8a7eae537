import Engine

/// Drawings as SVG texts.
struct VectorPictures: Port {
    static let portType = "SVG"

    let texts: [String]

    var memoryCost: Int { texts.reduce(0) { $0 + $1.utf8.count } }
}
