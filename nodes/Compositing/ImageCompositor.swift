import Engine
import Foundation
import Tensors

/// Draws a stack of layers.
struct ImageCompositor: Node {
    static let displayName = "Create Layered Image"
    static let category = "image"
    static let summary = "Draw a stack of layers as one picture, transparent where nothing lies."
    static let isOutput = true

    @Input("The layers.") var layers: LayerStack
    @Input("What an editor has saved of them; it counts as long as the layers are the same.")
    var compositor = WrittenComposition.empty

    @Output("IMAGE") var drawn: Image
    @Output("MASK") var mask: Mask

    func run(_ context: RunContext) throws {
        let frames = try layers.frames()
        let picture = frames.isEmpty ? Tensor(zeros: [1, 64, 64, 3]) : try draw(frames, context)
        (drawn, mask) = Self.outputs(picture)
        let preview = try SavedPictures(
            root: context.folders.temp, prefix: "ComfyUI_temp", pixels: drawn.pixels, date: Date(), compressionLevel: 1)
        try preview.write(drawn.pixels, context)
    }

    private func draw(_ frames: [LayerFrame], _ context: RunContext) throws -> Tensor {
        var canvas: LayerCanvas
        var placed = frames
        if let saved = LayerComposition(compositor.json), saved.madeFor == frames.map(\.fingerprint) {
            canvas = try LayerCanvas(width: saved.canvas.width, height: saved.canvas.height)
            if let ground = saved.ground { canvas.fill(with: ground.levels, opacity: ground.opacity) }
            placed = saved.placed(frames)
        } else if let size = layers.canvas {
            canvas = try LayerCanvas(width: size.width, height: size.height)
        } else {
            canvas = try LayerCanvas(around: frames)
        }
        for (index, frame) in placed.enumerated() {
            try context.progress(index, of: placed.count)
            try canvas.draw(frame)
        }
        return canvas.picture
    }

    /// A picture without transparency where all of it is opaque, and how transparent it is.
    private static func outputs(_ picture: Tensor) -> (Image, Mask) {
        let shape = Array(picture.shape.dropLast())
        guard picture.shape[3] == 4 else { return (Image(pixels: picture), Mask(values: Tensor(zeros: shape))) }
        let alpha = picture.sliced(axis: 3, 3..<4).reshaped(shape)
        guard alpha.array.contains(where: { $0 < 1 - 1e-3 }) else {
            return (Image(pixels: picture.sliced(axis: 3, 0..<3)), Mask(values: Tensor(zeros: shape)))
        }
        return (Image(pixels: picture), Mask(values: clamp(1 - alpha, 0...1)))
    }
}
