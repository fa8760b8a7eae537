import Engine
import JSON
import Tensors

/// Cuts a rectangle out of pictures, which editors draw.
struct ImageCropV2: Node, ChecksInputs {
    static let displayName = "Crop Image"
    static let category = "image/transform"
    static let summary = "Cut a rectangle out of pictures."

    @Input("The pictures.") var image: Image
    @Input("The rectangle, in pixels: {\"x\", \"y\", \"width\", \"height\"}.") var cropRegion = WrittenBox.preset

    @Output var cut: Image

    func check(in folders: Folders) throws {
        if let written = $cropRegion.literal { _ = try written.sides() }
    }

    func run(_ context: RunContext) throws {
        let box = try cropRegion.sides()
        let (height, width) = (image.pixels.shape[1], image.pixels.shape[2])
        let (top, left) = (min(box.y, height - 1), min(box.x, width - 1))
        let rows = Self.range(from: top, to: top + box.height, of: height)
        let columns = Self.range(from: left, to: left + box.width, of: width)
        guard !rows.isEmpty, !columns.isEmpty else {
            throw PixelError.noPixelsLeft(height: rows.count, width: columns.count)
        }
        cut = Image(pixels: image.pixels.window(rows, columns, axes: (rows: 1, columns: 2)))
    }

    /// As Python cuts a list: what is negative counts from the end.
    private static func range(from start: Int, to end: Int, of length: Int) -> Range<Int> {
        func place(_ index: Int) -> Int { min(max(0, index < 0 ? index + length : index), length) }
        return place(start)..<max(place(start), place(end))
    }
}
