import Engine
import Tensors

/// At which side of a picture another one is put.
enum StitchDirection: String, Choice {
    case right
    case down
    case left
    case up
}

/// The colour between two pictures.
enum StitchColour: String, Choice {
    case white
    case black
    case red
    case green
    case blue
}

/// Puts two pictures side by side.
struct ImageStitch: Node {
    static let displayName = "Stitch Images"
    static let category = "image/transform"
    static let summary = "Put two pictures side by side."

    @Input("The first pictures.") var image1: Image
    @Input("At which of their sides the others are put.") var direction = StitchDirection.right
    @Input("Whether the others are resized to fit.") var matchImageSize = true
    @Input("Width of the strip between them, in pixels.", in: 0...1024, step: 2) var spacingWidth = 0
    @Input("Colour of the strip.") var spacingColor = StitchColour.white
    @Input("The pictures to put beside them.") var image2: Image?

    @Output var joined: Image

    func run(_ context: RunContext) throws {
        guard let image2 else {
            joined = image1
            return
        }
        let count = max(image1.pixels.shape[0], image2.pixels.shape[0])
        var first = image1.pixels.filledUp(to: count)
        var second = image2.pixels.filledUp(to: count)
        let isRow = direction == .right || direction == .left
        if matchImageSize {
            second = try second.fitted(beside: first, isRow: isRow)
        } else {
            // Only gray levels have one number for all channels; ComfyUI fills up with black otherwise.
            let filling: Float = spacingColor == .white ? 1 : 0
            let across = isRow ? 1 : 2
            let length = max(first.shape[across], second.shape[across])
            first = first.centred(axis: across, length, filling)
            second = second.centred(axis: across, length, filling)
        }
        let channels = max(first.shape[3], second.shape[3])
        first = first.withOpaque(channels)
        second = second.withOpaque(channels)
        var parts = direction == .left || direction == .up ? [second, first] : [first, second]
        if spacingWidth > 0 { parts.insert(strip(beside: first, second, isRow: isRow), at: 1) }
        joined = Image(pixels: concatenate(parts, axis: isRow ? 2 : 1))
    }

    /// - Shapes: [N, H, W, C].
    private func strip(beside first: Tensor, _ second: Tensor, isRow: Bool) -> Tensor {
        // ComfyUI's strips have an even width.
        let width = spacingWidth + spacingWidth % 2
        let size =
            isRow
            ? [first.shape[0], max(first.shape[1], second.shape[1]), width]
            : [first.shape[0], width, max(first.shape[2], second.shape[2])]
        let colour: [Float] =
            switch spacingColor {
            case .white: [1, 1, 1, 1]
            case .black: [0, 0, 0, 1]
            case .red: [1, 0, 0, 1]
            case .green: [0, 1, 0, 1]
            case .blue: [0, 0, 1, 1]
            }
        let channels = first.shape[3]
        return Tensor(shape: size + [channels]) { pixels in
            for index in 0..<pixels.count { pixels[index] = colour[min(index % channels, 3)] }
        }
    }
}

/// Pictures [N, H, W, C] made ready to stand beside others.
extension Tensor {
    /// The last picture again and again, until there are enough.
    fileprivate func filledUp(to count: Int) -> Tensor {
        let missing = count - shape[0]
        guard missing > 0 else { return self }
        return concatenate([self, self[rows: shape[0] - 1..<shape[0]].repeated(missing, axis: 0)], axis: 0)
    }

    fileprivate func fitted(beside other: Tensor, isRow: Bool) throws(PixelError) -> Tensor {
        let ratio = Double(shape[2]) / Double(shape[1])
        let height = isRow ? other.shape[1] : Int(Double(other.shape[2]) / ratio)
        let width = isRow ? Int(Double(other.shape[1]) * ratio) : other.shape[2]
        guard height > 0, width > 0 else { throw .noPixelsLeft(height: height, width: width) }
        return resized(self, height: height, width: width, method: .lanczos)
    }

    fileprivate func centred(axis: Int, _ length: Int, _ filling: Float) -> Tensor {
        guard shape[axis] < length else { return self }
        var size = shape
        size[axis] = length
        return Tensor(repeating: filling, shape: size)
            .replacing(axis: axis, from: (length - shape[axis]) / 2, with: self)
    }

    fileprivate func withOpaque(_ channels: Int) -> Tensor {
        guard shape[3] < channels else { return self }
        return concatenate([self, Tensor(repeating: 1, shape: shape.dropLast() + [channels - shape[3]])], axis: 3)
    }
}
