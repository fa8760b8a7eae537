import Engine
import Formats
import Tensors

/// A picture that was painted in an editor, over another or over one colour.
struct Painter: ReadsFiles, ChecksInputs {
    static let displayName = "Painter"
    static let category = "image"
    static let summary = "Lay what was painted in an editor over a picture, or over one colour."

    @Input("The painted file of the input folder; nothing is painted if there is none.") var mask = ""
    @Input("Width without a picture, in pixels.", in: 64...4096, step: 64) var width = 512
    @Input("Height without a picture, in pixels.", in: 64...4096, step: 64) var height = 512
    @Input("The colour without a picture: #RRGGBB.") var bgColor = "#000000"
    @Input("The picture below.") var image: Image?

    @Output("IMAGE") var painted: Image
    @Output("MASK") var paint: Mask

    func check(in folders: Folders) throws {
        guard let name = $mask.literal, !Self.isBlank(name) else { return }
        _ = try folders.file(name, in: .input)
    }

    func files(in folders: Folders) throws -> [String] {
        guard let name = $mask.literal else {
            // Linked: it might be any of them.
            return try folders.names(in: .input).map { try folders.file($0, in: .input).path }
        }
        return Self.isBlank(name) ? [] : [try folders.file(name, in: .input).path]
    }

    func run(_ context: RunContext) throws {
        let ground = image?.pixels[rows: 0..<1] ?? plain
        let (rows, columns) = (ground.shape[1], ground.shape[2])
        guard !Self.isBlank(mask) else {
            (painted, paint) = (Image(pixels: ground), Mask(values: Tensor(zeros: [1, rows, columns])))
            return
        }
        let file = try Picture(path: context.folders.file(mask, in: .input).path)
        let alpha = file.alpha ?? Tensor(repeating: 1, shape: [1, file.height, file.width])
        var layer = concatenate([file.pixels, alpha.reshaped(alpha.shape + [1])], axis: 3)
        if (rows, columns) != (file.height, file.width) {
            layer = resized(layer, height: rows, width: columns, method: .lanczos)
        }
        let opaque = layer.sliced(axis: 3, 3..<4)
        let colours = [1, rows, columns, 3]
        let spread = opaque.broadcast(to: colours)
        painted = Image(
            pixels: layer.sliced(axis: 3, 0..<3) * spread + ground.sliced(axis: 3, 0..<3) * (1 - spread))
        paint = Mask(values: opaque.reshaped([1, rows, columns]))
    }

    private static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

    private var plain: Tensor {
        // What is no colour is black, as in ComfyUI.
        let levels = WebColour(bgColor)?.levels ?? .zero
        let pixel = Tensor([levels.x, levels.y, levels.z], shape: [1, 1, 1, 3])
        return pixel.broadcast(to: [1, height, width, 3])
    }
}
