import Engine
import JSON

/// Rectangles in whatever form they come: from a node, as elements of a prompt, or as a text of JSON.
struct BoxDescription: Port {
    static let portType = "BOUNDING_BOX,ARRAY,STRING"

    let json: JSONValue

    var memoryCost: Int { json.description.utf8.count }

    /// A text is read by whoever looks for rectangles in it.
    static func accepting(_ value: any Port) -> BoxDescription? {
        switch value {
        case let own as BoxDescription: own
        case let boxes as BoundingBoxes: BoxDescription(json: boxes.json)
        case let list as JSONArray: BoxDescription(json: list.json)
        case let text as String: BoxDescription(json: .string(text))
        default: nil
        }
    }

    /// Whether places are told in thousandths of a canvas.
    var hasElements: Bool {
        guard let json = try? parsed else { return false }
        let list = json.array ?? [json]
        return (list.first?.array ?? list).contains { $0["bbox"]?.array != nil }
    }

    /// The rectangles, in pixels of a canvas; of several lists the first.
    ///
    /// - Throws: for what holds neither rectangles nor elements.
    func boxes(width: Int, height: Int) throws(DetectionError) -> [BoundingBox] {
        let json = try parsed
        if json.object != nil { return try Self.boxes([json], width: width, height: height) }
        guard let list = json.array else { throw .noBoxes(found: Self.short(json)) }
        if let inner = list.first?.array { return try Self.rectangles(inner) }
        return try Self.boxes(list, width: width, height: height)
    }

    private var parsed: JSONValue {
        get throws(DetectionError) {
            guard let text = json.string else { return json }
            guard text.contains(where: { !$0.isWhitespace }) else { return .array([]) }
            guard let value = try? JSONValue(parsing: text) else { throw .noBoxes(found: Self.short(json)) }
            return value
        }
    }

    /// The first tells what all are.
    private static func boxes(
        _ list: [JSONValue], width: Int, height: Int
    ) throws(DetectionError) -> [BoundingBox] {
        guard let first = list.first else { return [] }
        guard let object = first.object else { throw .noBoxes(found: short(first)) }
        if object["bbox"]?.array?.count == 4 {
            var boxes: [BoundingBox] = []
            for case .object(let element) in list { boxes.append(try box(element, width: width, height: height)) }
            return boxes
        }
        guard ["x", "y", "width", "height"].allSatisfy({ object[$0] != nil }) else {
            throw .noBoxes(found: short(first))
        }
        return try rectangles(list)
    }

    /// Objects with the numbers of rectangles; a number that is missing is 0, other items are passed over.
    static func rectangles(_ list: [JSONValue]) throws(DetectionError) -> [BoundingBox] {
        var boxes: [BoundingBox] = []
        for case .object(let item) in list {
            func number(_ name: String) throws(DetectionError) -> Double {
                guard let value = item[name] else { return 0 }
                guard let number = value.double, abs(number) <= 1e9 else { throw .noBoxes(found: "\(name) \(value)") }
                return number
            }
            boxes.append(
                BoundingBox(
                    x: try number("x"), y: try number("y"), width: try number("width"), height: try number("height"),
                    metadata: item["metadata"]?.object))
        }
        return boxes
    }

    /// An element of a prompt, whose place is [top, left, bottom, right] in thousandths.
    private static func box(
        _ element: JSONObject, width: Int, height: Int
    ) throws(DetectionError) -> BoundingBox {
        let numbers = element["bbox"]?.array?.compactMap { $0.double ?? $0.string.flatMap(Double.init) } ?? []
        guard numbers.count == 4, element["bbox"]?.array?.count == 4, numbers.allSatisfy({ abs($0) <= 1e9 }) else {
            throw .noBoxes(found: "bbox \(element["bbox"]?.description ?? "nothing")")
        }
        let (top, left, bottom, right) = (numbers[0] / 1000, numbers[1] / 1000, numbers[2] / 1000, numbers[3] / 1000)
        let isText = element["type"]?.string == "text"
        func whole(_ part: Double, _ length: Int) -> Double { (part * Double(length)).rounded(.toNearestOrEven) }
        return BoundingBox(
            x: whole(min(left, right), width), y: whole(min(top, bottom), height),
            width: whole(abs(right - left), width), height: whole(abs(bottom - top), height),
            metadata: JSONObject([
                ("type", .string(isText ? "text" : "obj")),
                ("text", isText ? element["text"] ?? .string("") : .string("")),
                ("desc", element["desc"] ?? .string("")),
                ("palette", element["color_palette"]?.array.map(JSONValue.array) ?? .array([])),
            ]))
    }

    private static func short(_ json: JSONValue) -> String {
        let text = json.description
        return text.count > 60 ? text.prefix(60) + "…" : text
    }
}
