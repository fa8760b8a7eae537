import Diffusion
import Engine
import Tensors

/// Guidance that rises evenly from the first picture of a batch to the last.
struct VideoLinearCFGGuidance: Node {
    static let displayName = "Video Linear CFG Guidance"
    static let category = "model/sampling/guiders"
    static let summary =
        "Let guidance differ over a batch: it rises evenly from the first picture of a batch to the last."

    @Input("The model.") var model: Model
    @Input("The least guidance scale.", in: 0...100, step: 0.5, rounding: 0.01) var minCfg = 1.0

    @Output var changed: Model

    func run(_ context: RunContext) {
        let least = minCfg
        changed = model
        changed.guidance.combine = { step in
            let count = step.positive.shape[0]
            let scales = evenScales(count, from: least, to: step.scale)
            return step.negative + (step.positive - step.negative).scaledPerRow(by: scales)
        }
    }
}

/// `count` numbers at equal distances, in 32-bit floats as PyTorch's `linspace`.
func evenScales(_ count: Int, from start: Double, to end: Double) -> [Float] {
    let (start, end) = (Float(start), Float(end))
    guard count > 1 else { return [start] }
    let step = (end - start) / Float(count - 1)
    return (0..<count).map { index in
        index < count / 2
            ? start.addingProduct(step, Float(index)) : end.addingProduct(-step, Float(count - 1 - index))
    }
}
