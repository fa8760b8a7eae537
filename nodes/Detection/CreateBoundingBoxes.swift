import Engine
import JSON
import Tensors

/// Rectangles that are drawn in an editor.
struct CreateBoundingBoxes: Node, ChecksInputs {
    static let displayName = "Create Bounding Boxes"
    static let category = "utilities"
    static let summary = "Give rectangles with texts and colours: in pixels, as elements of a prompt, and as a picture."
    static let isOutput = true

    @Input("Width of the canvas, in pixels.", in: 64...16_384, step: 16) var width = 1024
    @Input("Height of the canvas, in pixels.", in: 64...16_384, step: 16) var height = 1024
    @Input("The rectangles: [{\"x\", \"y\", \"width\", \"height\", \"metadata\"}, …].")
    var editorState = DrawnBoxes()
    @Input("What the preview shows behind them.") var background: Image?
    @Input("Rectangles that take the place of those drawn, unless these were made from them.")
    var bboxes: BoxDescription?
    @Input("What those drawn were made from.", optional: true) var lastIncoming = DrawnBoxes()

    @Output("preview") var preview: Image
    @Output("bboxes") var boxes: BoundingBoxes
    @Output("elements") var elements: JSONArray

    func check(in folders: Folders) throws {
        if let drawn = $editorState.literal { _ = try drawn.boxes }
    }

    func run(_ context: RunContext) throws {
        let canvas = (width: width, height: height)
        let incoming = try bboxes?.boxes(width: width, height: height) ?? []
        let isNew = try !incoming.isEmpty && incoming != lastIncoming.boxes
        let source = try isNew ? incoming : editorState.boxes
        let regions = source.map { CanvasRegion($0, canvas: canvas) }
        var drawing = try RegionPreview(background?.pixels, canvas: canvas)
        for (index, region) in regions.enumerated() { try drawing.draw(region, number: index + 1) }
        preview = Image(pixels: drawing.pixels)
        boxes = .frames(regions.isEmpty ? [] : [regions.map { $0.box(on: canvas) }])
        elements = JSONArray(json: .array(regions.map(\.element)))
    }
}

/// Rectangles as an editor writes them.
struct DrawnBoxes: WrittenStructure {
    static let portType = "BOUNDING_BOXES"

    var json: JSONValue = .array([])

    /// - Throws: for what is no number in them.
    var boxes: [BoundingBox] {
        get throws(DetectionError) { try BoxDescription.rectangles(json.array ?? []) }
    }
}
