import Engine
import JSON

/// A line through points, which says what becomes of each level.
///
/// - Units: 0 to 1 both ways.
struct Curve: Port {
    static let portType = "CURVE"

    struct Point: Hashable {
        let x: Double
        let y: Double
    }

    enum Interpolation: String {
        case linear
        /// Smooth, and never beyond the points on both sides.
        case monotoneCubic = "monotone_cubic"
    }

    /// From left to right; of those one above the other, in the order in which they were given.
    let points: [Point]
    let interpolation: Interpolation

    init(points: [Point], interpolation: Interpolation = .monotoneCubic) {
        self.points =
            points.enumerated().sorted { ($0.element.x, $0.offset) < ($1.element.x, $1.offset) }.map(\.element)
        self.interpolation = interpolation
    }

    var memoryCost: Int { 16 * points.count }
}

extension Curve {
    /// What a graph says: a list of points, or an object with `points` and `interpolation`.
    ///
    /// An interpolation that is not known is smooth, as in ComfyUI.
    init(_ json: JSONValue) throws(CurveError) {
        guard let list = json["points"]?.array ?? json.array else { throw .noPoints }
        var points: [Point] = []
        for (index, item) in list.enumerated() {
            guard let pair = item.array, pair.count == 2, let x = pair[0].double, let y = pair[1].double else {
                throw .noPoint(index + 1, found: item.description)
            }
            points.append(Point(x: x, y: y))
        }
        let words = json["interpolation"]?.string
        self.init(points: points, interpolation: words.flatMap(Interpolation.init) ?? .monotoneCubic)
    }

    var json: JSONValue {
        let list = points.map { point -> JSONValue in [.double(point.x), .double(point.y)] }
        return ["points": .array(list), "interpolation": .string(interpolation.rawValue)]
    }
}

/// A curve as an editor writes it, before anybody has looked into it.
struct WrittenCurve: WrittenStructure {
    static let portType = "CURVE"

    let json: JSONValue

    /// Leaves all levels as they are.
    static let straight = WrittenCurve(json: Curve(points: [.init(x: 0, y: 0), .init(x: 1, y: 1)]).json)

    static func accepting(_ value: any Port) -> WrittenCurve? {
        if let curve = value as? Curve { return WrittenCurve(json: curve.json) }
        return (value as? WrittenCurve) ?? (value as? String).flatMap { WrittenCurve(.text($0)) }
    }
}

/// Why something is no curve.
enum CurveError: Error, Hashable {
    case noPoints
    case noPoint(Int, found: String)
}

extension CurveError: CustomStringConvertible {
    var description: String {
        switch self {
        case .noPoints: "curve: there is no list of points. Write it as {\"points\": [[0, 0], [1, 1]]}."
        case .noPoint(let number, let found):
            "curve, point \(number): \(shortened(found)) is no pair of numbers. Write each point as [0.5, 0.5]."
        }
    }

    private func shortened(_ text: String) -> String { text.count > 40 ? text.prefix(40) + "…" : text }
}
