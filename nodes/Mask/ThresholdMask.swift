import Engine
import Tensors

/// Makes masks black and white.
struct ThresholdMask: Node {
    static let displayName = "Threshold Mask"
    static let category = "image/mask"
    static let summary = "Make masks black and white."

    @Input("The masks.") var mask: Mask
    @Input("The level above which they become white.", in: 0...1) var value = 0.5

    @Output var thresholded: Mask

    func run(_ context: RunContext) {
        let limit = Float(value)
        thresholded = Mask(values: mask.values.mapped { $0 > limit ? 1 : 0 })
    }
}
