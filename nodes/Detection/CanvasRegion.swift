import JSON

/// A part of a canvas and what is meant to be there, for models that take prompts by place.
struct CanvasRegion {
    /// As parts of the canvas.
    let x: Double
    let y: Double
    let width: Double
    let height: Double
    let isText: Bool
    let text: JSONValue
    let description: JSONValue
    /// # and six hexadecimal digits each.
    let palette: [String]

    init(_ box: BoundingBox, canvas: (width: Int, height: Int)) {
        x = box.x / Double(canvas.width)
        y = box.y / Double(canvas.height)
        width = box.width / Double(canvas.width)
        height = box.height / Double(canvas.height)
        isText = box.metadata?["type"]?.string == "text"
        text = box.metadata?["text"] ?? .string("")
        description = box.metadata?["desc"] ?? .string("")
        palette = (box.metadata?["palette"]?.array ?? []).compactMap(\.string).filter { !$0.isEmpty }
    }

    /// In whole pixels, its sides in order.
    func box(on canvas: (width: Int, height: Int)) -> BoundingBox {
        func whole(_ part: Double, _ length: Int) -> Double { (part * Double(length)).rounded(.toNearestOrEven) }
        return BoundingBox(
            x: whole(width < 0 ? x + width : x, canvas.width), y: whole(height < 0 ? y + height : y, canvas.height),
            width: whole(abs(width), canvas.width), height: whole(abs(height), canvas.height))
    }

    /// As an element of a prompt: its place is [top, left, bottom, right] in thousandths.
    var element: JSONValue {
        func grid(_ part: Double) -> Int { max(0, min(1000, pythonRound(part * 1000))) }
        let (top, bottom) = (grid(y), grid(y + height))
        let (left, right) = (grid(x), grid(x + width))
        let sides = [min(top, bottom), min(left, right), max(top, bottom), max(left, right)]
        var element = JSONObject([
            ("type", .string(isText ? "text" : "obj")), ("bbox", .array(sides.map { .int($0) })),
        ])
        if isText { element["text"] = text }
        element["desc"] = description
        let colours = palette.prefix(5).map { JSONValue.string($0.uppercased()) }
        if !colours.isEmpty { element["color_palette"] = .array(colours) }
        return .object(element)
    }
}
