import Engine
import Tensors

/// Turns a mask into its negative.
struct InvertMask: Node {
    static let displayName = "Invert Mask"
    static let category = "image/mask"
    static let summary = "Turn masks into their negatives."

    @Input("The masks.") var mask: Mask

    @Output var inverted: Mask

    func run(_ context: RunContext) {
        inverted = Mask(values: 1 - mask.values)
    }
}
