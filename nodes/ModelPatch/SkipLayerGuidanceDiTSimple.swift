import Engine

/// Predicts for the negative prompt without some layers of a transformer.
struct SkipLayerGuidanceDiTSimple: Node {
    static let category = "advanced/guidance"
    static let summary =
        "Leave layers of a diffusion transformer out for the negative prompt; U-Nets have none of these."

    @Input("The model.") var model: Model
    @Input("Numbers of layers in which picture and prompt are apart.") var doubleLayers = "7, 8, 9"
    @Input("Numbers of layers in which they are together.") var singleLayers = "7, 8, 9"
    @Input("Where it begins: 0 is pure noise.", in: 0...1, step: 0.001) var startPercent = 0.0
    @Input("Where it ends: 1 is the finished picture.", in: 0...1, step: 0.001) var endPercent = 1.0

    @Output var changed: Model

    /// A U-Net is the same without layers that it does not have.
    func run(_ context: RunContext) {
        changed = model
    }
}
