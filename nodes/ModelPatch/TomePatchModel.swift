import Engine

/// Merges tokens of the picture that are alike before they attend to each other.
struct TomePatchModel: Node {
    static let category = "model/patch/unet"
    static let summary = "Merge similar tokens, so that attention at the largest size is quicker."

    @Input("The model.") var model: Model
    @Input("How many of the tokens are merged.", in: 0...1) var ratio = 0.3

    @Output var changed: Model

    func run(_ context: RunContext) {
        let ratio = ratio
        changed = model
        changed.walkPatches.append { TokenMerging(ratio: ratio, chance: $0.generator) }
    }
}
