import Engine
import Fonts
import Tensors

/// Draws rectangles into pictures.
struct DrawBBoxes: Node {
    static let displayName = "Draw BBoxes"
    static let category = "image/detection"
    static let summary = "Draw rectangles into pictures, with what is in them and how sure that is."

    @Input("The rectangles.") var bboxes: BoundingBoxes
    @Input("The pictures; black ones, just large enough, if there are none.") var image: Image?

    @Output("out_image") var drawn: Image

    func run(_ context: RunContext) throws {
        let frames = bboxes.frames(for: image?.pixels.shape[0] ?? 1)
        let font = try Font(size: Self.letterSize)
        var results: [Tensor] = []
        for (index, frame) in frames.enumerated() {
            var canvas: ByteCanvas
            if let image {
                guard image.pixels.shape[3] >= 3 else {
                    throw DetectionError.channels(image.pixels.shape[3], allowed: "3 or 4")
                }
                canvas = ByteCanvas(truncating: image.pixels[rows: index..<index + 1])
            } else {
                canvas = try Self.blank(around: frames)
            }
            for box in frame.sorted(by: { $0.score ?? 1 < $1.score ?? 1 }) {
                try Self.draw(box, on: &canvas, in: font)
            }
            results.append(canvas.pixels)
        }
        drawn = Image(pixels: concatenate(results, axis: 0))
    }

    private static func blank(around frames: [[BoundingBox]]) throws -> ByteCanvas {
        let boxes = frames.joined()
        guard !boxes.isEmpty else { return ByteCanvas(width: 640, height: 640) }
        let width = try boxes.map { try pixel($0.x + $0.width) }.max() ?? 640
        let height = try boxes.map { try pixel($0.y + $0.height) }.max() ?? 640
        guard width > 0, height > 0, width <= 16_384, height <= 16_384 else {
            throw PixelError.noPixelsLeft(height: height, width: width)
        }
        return ByteCanvas(width: width, height: height)
    }

    private static func draw(_ box: BoundingBox, on canvas: inout ByteCanvas, in font: Font) throws {
        let known = box.label.flatMap { label in CommonObjects.names.firstIndex(of: label) }
        let colour = colours[(known ?? 0) % colours.count]
        // Corners lie in floats between here and there.
        let (left, top) = (try pixel(box.x), try pixel(box.y))
        let (right, bottom) = (try pixel(box.x + box.width), try pixel(box.y + box.height))
        canvas.frame((left, top, right, bottom), colour)
        guard known != nil, let label = box.label else { return }
        let score = Int(((box.score ?? 1) * 100).rounded(.toNearestOrEven))
        let digits = "\(score / 100).\(score % 100 < 10 ? "0" : "")\(score % 100)"
        try canvas.write(
            Array("\(label) \(digits)".unicodeScalars), at: (place(box.x) + 2, place(box.y) + 2), colour, in: font)
    }

    /// In pixels: the font that ComfyUI falls back to where the machine has no Arial.
    private static let letterSize = 10

    /// As a float; far outside of any picture where it is beyond all sense.
    private static func place(_ place: Double) -> Double { max(-1e6, min(Double(Float(place)), 1e6)) }

    /// Towards zero; far outside of any picture where it is beyond all sense.
    private static func pixel(_ place: Double) throws -> Int {
        guard place.isFinite else { throw DetectionError.noPlace(place) }
        return Int(max(-1e6, min(Double(Float(place)), 1e6)))
    }

    private static let colours: [ByteCanvas.Colour] = [
        .init(255, 0, 0), .init(0, 200, 0), .init(0, 0, 255), .init(255, 165, 0), .init(128, 0, 128),
        .init(0, 255, 255), .init(255, 20, 147), .init(100, 149, 237),
    ]
}
