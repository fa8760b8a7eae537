import Engine
import Tensors

/// Puts one picture onto another, where a mask is white.
struct ImageCompositeMasked: Node {
    static let displayName = "Image Composite Masked"
    static let category = "image/compositing"
    static let summary = "Put one picture onto another, where a mask is white."

    @Input("The pictures below.") var destination: Image
    @Input("The pictures on top.") var source: Image
    @Input("Left edge of the pictures on top, in pixels.", in: 0...16_384) var x = 0
    @Input("Upper edge of the pictures on top, in pixels.", in: 0...16_384) var y = 0
    @Input("Whether the pictures on top take the size of those below.") var resizeSource = false
    @Input("Where the pictures on top are seen; everywhere unless given.") var mask: Mask?

    @Output var joined: Image

    func run(_ context: RunContext) {
        let composite = MaskedComposite(top: y, left: x, resizes: resizeSource, mask: mask?.values)
        let source = source.pixels.fittedAlpha(to: destination.pixels)
        joined = Image(pixels: channelsLast(composite(channelsFirst(source), onto: channelsFirst(destination.pixels))))
    }
}
