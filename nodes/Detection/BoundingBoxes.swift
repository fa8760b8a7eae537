import Engine
import JSON

/// A rectangle around something in a picture.
///
/// - Units: pixels, from the upper left corner.
struct BoundingBox: Hashable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
    /// What is in it, and how sure that is, 0 to 1.
    var label: String?
    var score: Double?
    /// What else is told of it: texts, colours, a name.
    var metadata: JSONObject?
}

/// Rectangles in pictures.
enum BoundingBoxes: Port {
    static let portType = "BOUNDING_BOX"

    /// One for all pictures.
    case single(BoundingBox)
    /// Those of each picture.
    case frames([[BoundingBox]])

    var memoryCost: Int {
        switch self {
        case .single: 64
        case .frames(let frames): frames.reduce(64) { $0 + 64 * $1.count }
        }
    }

    /// Those of each of `count` pictures: one list is for all of them, a picture that has none is left without.
    func frames(for count: Int) -> [[BoundingBox]] {
        switch self {
        case .single(let box): return Array(repeating: [box], count: count)
        case .frames(let frames):
            if frames.count == 1 { return Array(repeating: frames[0], count: count) }
            return Array(frames.prefix(count)) + Array(repeating: [], count: max(0, count - frames.count))
        }
    }

    /// Those of the picture at `index`, where the last list is also for all pictures after it; nil if there are no lists.
    func frame(at index: Int) -> [BoundingBox]? {
        switch self {
        case .single(let box): [box]
        case .frames(let frames): frames.isEmpty ? nil : frames[min(index, frames.count - 1)]
        }
    }
}
