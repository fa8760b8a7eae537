import Engine
import JSON

/// A rectangle as a graph writes it, or a node gives it, before anybody has looked into it.
struct WrittenBox: WrittenStructure {
    static let portType = BoundingBoxes.portType

    let json: JSONValue

    /// Where editors start.
    static let preset = WrittenBox(json: ["x": 0, "y": 0, "width": 512, "height": 512])

    static func accepting(_ value: any Port) -> WrittenBox? {
        switch value {
        case let written as WrittenBox: written
        case let boxes as BoundingBoxes: WrittenBox(json: boxes.json)
        case let text as String: WrittenBox(.text(text))
        default: nil
        }
    }

    /// Its numbers; what is left out is as in `preset`.
    ///
    /// - Throws: for lists, and for what is no whole number within reach.
    func sides() throws(DetectionError) -> (x: Int, y: Int, width: Int, height: Int) {
        guard let object = json.object else {
            throw .noRectangle(found: json.array == nil ? json.description : "a list")
        }
        func number(_ name: String, _ preset: Int) throws(DetectionError) -> Int {
            guard let value = object[name] else { return preset }
            guard let number = value.double, number == number.rounded(), abs(number) <= 1e9 else {
                throw .noRectangle(found: "\(name) \(value)")
            }
            return Int(number)
        }
        return (try number("x", 0), try number("y", 0), try number("width", 512), try number("height", 512))
    }
}
