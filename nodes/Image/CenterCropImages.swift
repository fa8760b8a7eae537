import Engine
import Tensors

/// Cuts the middle out of pictures.
struct CenterCropImages: Node {
    static let displayName = "Crop Image (Center)"
    static let category = "image/transform"
    static let summary = "Cut a rectangle out of the middle of pictures."

    @Input("The pictures.") var images: Image
    @Input("Its width, in pixels; no more than the picture has.", in: 1...8192) var width = 512
    @Input("Its height, in pixels; no more than the picture has.", in: 1...8192) var height = 512

    @Output("images") var cropped: Image

    func run(_ context: RunContext) {
        let (rows, columns) = (images.pixels.shape[1], images.pixels.shape[2])
        let top = max(0, (rows - height) / 2)
        let left = max(0, (columns - width) / 2)
        cropped = Image(
            pixels: images.pixels.window(
                top..<min(rows, top + height), left..<min(columns, left + width), axes: (1, 2)
            ).inBytes)
    }
}

extension Tensor {
    /// Colours as a picture of bytes keeps them: cut off below and above, and down to the next 255th.
    var inBytes: Tensor { mapped { Float(UInt8(min(max($0, 0), 1) * 255)) / 255 } }
}
