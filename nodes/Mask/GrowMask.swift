import Engine
import Tensors

/// Grows or shrinks what is white in masks.
struct GrowMask: Node {
    static let displayName = "Grow Mask"
    static let category = "image/mask"
    static let summary = "Grow what is white in masks, or shrink it."

    @Input("The masks.") var mask: Mask
    @Input("By how many pixels; negative ones shrink.", in: -16_384...16_384) var expand = 0
    @Input("Whether corners are cut, so that a square grows into an octagon.") var taperedCorners = true

    @Output var grown: Mask

    func run(_ context: RunContext) throws {
        var values = mask.values
        let reach = -1..<2
        for _ in 0..<min(abs(expand), values.shape[1] + values.shape[2]) {
            try context.checkCancellation()
            let rows = expand < 0 ? values.windowedMinimum(reach, axis: 1) : values.windowedMaximum(reach, axis: 1)
            let across = taperedCorners ? values : rows
            let columns = expand < 0 ? across.windowedMinimum(reach, axis: 2) : across.windowedMaximum(reach, axis: 2)
            values = taperedCorners ? (expand < 0 ? minimum(rows, columns) : maximum(rows, columns)) : columns
        }
        grown = Mask(values: values)
    }
}
