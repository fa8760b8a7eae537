import Engine
import Tensors

/// Puts a gray border around pictures, with a mask that says what to paint.
struct ImagePadForOutpaint: Node {
    static let displayName = "Pad Image for Outpainting"
    static let category = "image/transform"
    static let summary = "Put a gray border around pictures, with a mask for painting it."

    @Input("The pictures.") var image: Image
    @Input("Border on the left, in pixels.", in: 0...16_384, step: 8) var left = 0
    @Input("Border at the top, in pixels.", in: 0...16_384, step: 8) var top = 0
    @Input("Border on the right, in pixels.", in: 0...16_384, step: 8) var right = 0
    @Input("Border at the bottom, in pixels.", in: 0...16_384, step: 8) var bottom = 0
    @Input("How far the mask reaches into the picture, in pixels.", in: 0...16_384) var feathering = 40

    @Output var padded: Image
    @Output var mask: Mask

    func run(_ context: RunContext) {
        let size = image.pixels.shape
        let (height, width) = (size[1] + top + bottom, size[2] + left + right)
        let canvas = Tensor(repeating: 0.5, shape: [size[0], height, width, size[3]])
        padded = Image(pixels: canvas.replacing(image.pixels, top: top, left: left, axes: (1, 2)))
        let inner = Tensor(softEdge(height: size[1], width: size[2]), shape: [1, size[1], size[2]])
        mask = Mask(
            values: Tensor(repeating: 1, shape: [1, height, width])
                .replacing(inner, top: top, left: left, axes: (1, 2)))
    }

    /// The mask within the picture: white at those edges that have a border, black further in.
    private func softEdge(height: Int, width: Int) -> [Float] {
        var mask = [Float](repeating: 0, count: height * width)
        guard feathering > 0, feathering * 2 < height, feathering * 2 < width else { return mask }
        for row in 0..<height {
            for column in 0..<width {
                let distances = [
                    top == 0 ? height : row, bottom == 0 ? height : height - row, left == 0 ? width : column,
                    right == 0 ? width : width - column,
                ]
                let distance = distances.reduce(Int.max, min)
                guard distance < feathering else { continue }
                let depth = Double(feathering - distance) / Double(feathering)
                mask[row * width + column] = Float(depth * depth)
            }
        }
        return mask
    }
}
