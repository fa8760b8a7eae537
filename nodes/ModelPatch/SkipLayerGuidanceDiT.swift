import Diffusion
import Engine
import Tensors

/// Leads away from what a transformer makes without some of its layers.
struct SkipLayerGuidanceDiT: Node {
    static let category = "advanced/guidance"
    static let summary =
        "Guide away from what a diffusion transformer makes without some layers; U-Nets have none of these."

    @Input("The model.") var model: Model
    @Input("Numbers of layers in which picture and prompt are apart.") var doubleLayers = "7, 8, 9"
    @Input("Numbers of layers in which they are together.") var singleLayers = "7, 8, 9"
    @Input("How far to lead away.", in: 0...10, step: 0.1) var scale = 3.0
    @Input("Where it begins: 0 is pure noise.", in: 0...1, step: 0.001) var startPercent = 0.01
    @Input("Where it ends: 1 is the finished picture.", in: 0...1, step: 0.001) var endPercent = 0.15
    @Input("How much of the positive prediction's deviation is given back.", in: 0...10) var rescalingScale = 0.0

    @Output var changed: Model

    /// A U-Net is the same without layers that it does not have, so that there is nothing to lead away from; what is left
    /// is the deviation.
    func run(_ context: RunContext) {
        changed = model
        let hasLayers = (doubleLayers + singleLayers).contains { $0.isASCII && $0.isNumber }
        guard hasLayers, scale > 0, rescalingScale != 0 else { return }
        let share = Float(rescalingScale)
        let highest = model.sampling.sigma(progress: startPercent)
        let lowest = model.sampling.sigma(progress: endPercent)
        changed.guidance.after.append { step, guided in
            guard lowest <= Double(step.sigma), Double(step.sigma) <= highest else { return guided }
            let factor = step.positive.standardDeviation / guided.standardDeviation
            return guided * (share * factor + (1 - share))
        }
    }
}
