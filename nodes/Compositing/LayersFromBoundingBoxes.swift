import Engine
import JSON
import Tensors

/// Puts each picture of a batch where its rectangle is.
struct LayersFromBoundingBoxes: Node {
    static let displayName = "Layers From Bounding Boxes"
    static let category = "image"
    static let summary = "Put pictures onto a stack of layers, each where its rectangle is."

    @Input("The pictures; each becomes a layer.") var image: Image
    @Input("Their rectangles, one each; pictures without lie in the upper left corner.") var bboxes: BoxDescription
    @Input("Where the layers are transparent, for each or for all.") var mask: Mask?
    @Input("The layers below; a new stack if there are none.") var layers: LayerStack?
    @Input("Whether pictures are cut to the part that their rectangle's content_rect names.", optional: true)
    var cropToContent = true
    @Input("Width of the result in pixels; 0 for as wide as the layers are.", in: 0...16_384, optional: true)
    var canvasWidth = 0
    @Input("Height of the result in pixels; 0 for as high as the layers are.", in: 0...16_384, optional: true)
    var canvasHeight = 0

    @Output var stack: LayerStack

    func run(_ context: RunContext) throws {
        if bboxes.hasElements, canvasWidth <= 0 || canvasHeight <= 0 { throw DetectionError.noCanvas }
        let boxes = try bboxes.boxes(width: canvasWidth, height: canvasHeight)
        stack = layers ?? LayerStack()
        let lowest = (stack.layers.map(\.depth).max() ?? -1) + 1
        for index in 0..<image.pixels.shape[0] {
            let box = index < boxes.count ? boxes[index] : BoundingBox(x: 0, y: 0, width: 0, height: 0)
            var layer = try layer(index, at: box)
            layer.depth = Self.whole(box.metadata?["z_index"]) ?? lowest + index
            stack.layers.append(layer)
        }
        if canvasWidth > 0, canvasHeight > 0 { stack.canvas = .init(width: canvasWidth, height: canvasHeight) }
    }

    private func layer(_ index: Int, at box: BoundingBox) throws -> LayerStack.Layer {
        var pixels = image.pixels[rows: index..<index + 1]
        var mask = ownMask(index)
        let name = ["name", "desc"].lazy.compactMap { box.metadata?[$0]?.string }.first { !$0.isEmpty } ?? ""
        var placement = LayerPlacement(name: name)
        if cropToContent, let part = content(of: box, height: pixels.shape[1], width: pixels.shape[2]) {
            pixels = pixels.window(part.rows, part.columns, axes: (rows: 1, columns: 2))
            mask = try mask.map { mask in
                let rows = part.rows.clamped(to: 0..<mask.shape[1])
                let columns = part.columns.clamped(to: 0..<mask.shape[2])
                guard !rows.isEmpty, !columns.isEmpty else {
                    throw PixelError.noPixelsLeft(height: rows.count, width: columns.count)
                }
                return mask.window(rows, columns, axes: (rows: 1, columns: 2))
            }
            (placement.x, placement.y) = (Double(part.columns.lowerBound), Double(part.rows.lowerBound))
        } else {
            let sides = [box.x, box.y, box.width, box.height].map { $0.rounded(.towardZero) }
            (placement.x, placement.y) = (sides[0], sides[1])
            placement.width = sides[2] > 0 ? sides[2] : nil
            placement.height = sides[3] > 0 ? sides[3] : nil
        }
        return LayerStack.Layer(pixels: pixels, mask: mask, placement: placement)
    }

    /// One mask counts for all pictures; where there are several, pictures beyond them have none.
    private func ownMask(_ index: Int) -> Tensor? {
        guard let values = mask?.values else { return nil }
        if values.shape[0] == 1 { return values }
        return index < values.shape[0] ? values[rows: index..<index + 1] : nil
    }

    /// The part of a picture that a rectangle says is filled; nil where it says nothing or nothing is left of it.
    private func content(
        of box: BoundingBox, height: Int, width: Int
    ) -> (rows: Range<Int>, columns: Range<Int>)? {
        guard let rectangle = box.metadata?["content_rect"]?.array, rectangle.count == 4 else { return nil }
        let numbers = rectangle.map { Self.whole($0) ?? 0 }
        let (left, top) = (min(max(numbers[0], 0), width), min(max(numbers[1], 0), height))
        let (across, down) = (min(max(numbers[2], 0), width - left), min(max(numbers[3], 0), height - top))
        guard across > 0, down > 0 else { return nil }
        return (top..<top + down, left..<left + across)
    }

    private static func whole(_ json: JSONValue?) -> Int? {
        guard let number = json?.double, number.isFinite, json?.bool == nil else { return nil }
        return Int(max(-1e9, min(number, 1e9)))
    }
}
