import Engine
import Tensors

/// Resizes pictures so that their longer edge gets a given length.
struct ResizeImagesByLongerEdge: Node {
    static let displayName = "Resize Images by Longer Edge (DEPRECATED)"
    static let category = "image/transform"
    static let summary = "Resize pictures by the length of their longer edge."

    @Input("The pictures.") var images: Image
    @Input("Length of the longer edge, in pixels.", in: 1...8192) var longerEdge = 1024

    @Output("images") var resized: Image

    func run(_ context: RunContext) {
        let (height, width) = (images.pixels.shape[1], images.pixels.shape[2])
        func length(_ edge: Int, beside other: Int) -> Int {
            max(1, Int(Double(edge) * (Double(longerEdge) / Double(other))))
        }
        let size =
            width > height
            ? (height: length(height, beside: width), width: longerEdge)
            : (height: longerEdge, width: length(width, beside: height))
        resized = Image(
            pixels: Tensors.resized(images.pixels, height: size.height, width: size.width, method: .lanczos))
    }
}
