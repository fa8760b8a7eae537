import Engine
import Tensors

/// How two masks are combined.
enum MaskOperation: String, Choice {
    case multiply
    case add
    case subtract
    case and
    case or
    case xor
}

/// Combines two masks.
struct MaskComposite: Node {
    static let displayName = "Combine Masks"
    static let category = "image/mask"
    static let summary = "Combine two masks."

    @Input("The masks below.") var destination: Mask
    @Input("The masks on top.") var source: Mask
    @Input("Left edge of the masks on top, in pixels.", in: 0...16_384) var x = 0
    @Input("Upper edge of the masks on top, in pixels.", in: 0...16_384) var y = 0
    @Input("How they are combined.") var operation: MaskOperation

    @Output var combined: Mask

    func run(_ context: RunContext) {
        let below = destination.values
        guard x < below.shape[2], y < below.shape[1] else {
            combined = Mask(values: clamp(below, 0...1))
            return
        }
        let rows = y..<min(y + source.values.shape[1], below.shape[1])
        let columns = x..<min(x + source.values.shape[2], below.shape[2])
        let part = below.window(rows, columns, axes: (1, 2))
        let above = source.values.window(0..<rows.count, 0..<columns.count, axes: (1, 2)).fitted(
            toBatch: below.shape[0])
        let changed = part.combined(with: above, operation.apply)
        combined = Mask(values: clamp(below.replacing(changed, top: y, left: x, axes: (1, 2)), 0...1))
    }
}

extension MaskOperation {
    fileprivate func apply(_ below: Float, _ above: Float) -> Float {
        func isWhite(_ value: Float) -> Bool { value.rounded(.toNearestOrEven) != 0 }
        func mask(_ isWhite: Bool) -> Float { isWhite ? 1 : 0 }
        return switch self {
        case .multiply: below * above
        case .add: below + above
        case .subtract: below - above
        case .and: mask(isWhite(below) && isWhite(above))
        case .or: mask(isWhite(below) || isWhite(above))
        case .xor: mask(isWhite(below) != isWhite(above))
        }
    }
}
