import Engine
import Tensors

/// Cuts a rectangle out of latents.
struct LatentCrop: Node {
    static let displayName = "Crop Latent"
    static let category = "model/latent/transform"
    static let summary = "Cut a rectangle out of latents."

    @Input("The latents.") var samples: Latent
    @Input("Width of the rectangle, in pixels.", in: 64...16_384, step: 8) var width = 512
    @Input("Height of the rectangle, in pixels.", in: 64...16_384, step: 8) var height = 512
    @Input("Left edge of the rectangle, in pixels.", in: 0...16_384, step: 8) var x = 0
    @Input("Upper edge of the rectangle, in pixels.", in: 0...16_384, step: 8) var y = 0

    @Output var cut: Latent

    func run(_ context: RunContext) throws {
        let pictures = try samples.pictures
        cut = samples
        cut.samples = pictures.window(
            Self.span(from: y / 8, count: height / 8, of: pictures.shape[2]),
            Self.span(from: x / 8, count: width / 8, of: pictures.shape[3]), axes: (2, 3))
    }

    /// As ComfyUI, a rectangle that begins outside is moved so far in that 64 pixels are left. Where there are fewer, it
    /// begins before 0, which in Python counts from the end.
    private static func span(from start: Int, count: Int, of all: Int) -> Range<Int> {
        let start = min(start, all - 8)
        let end = min(start + count, all)
        let first = start < 0 ? max(0, start + all) : start
        return first..<max(first, end)
    }
}
