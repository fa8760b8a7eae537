import Engine
import Tensors

/// Resizes pictures so that their shorter edge gets a given length.
struct ResizeImagesByShorterEdge: Node {
    static let displayName = "Resize Images by Shorter Edge (DEPRECATED)"
    static let category = "image/transform"
    static let summary = "Resize pictures by the length of their shorter edge."

    @Input("The pictures.") var images: Image
    @Input("Length of the shorter edge, in pixels.", in: 1...8192) var shorterEdge = 512

    @Output("images") var resized: Image

    func run(_ context: RunContext) {
        let (height, width) = (images.pixels.shape[1], images.pixels.shape[2])
        func length(_ edge: Int, beside other: Int) -> Int {
            max(1, Int(Double(edge) * (Double(shorterEdge) / Double(other))))
        }
        let size =
            width < height
            ? (height: length(height, beside: width), width: shorterEdge)
            : (height: shorterEdge, width: length(width, beside: height))
        resized = Image(
            pixels: Tensors.resized(images.pixels, height: size.height, width: size.width, method: .lanczos))
    }
}
