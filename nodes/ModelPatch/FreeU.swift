import Engine
import Models

/// Strengthens what a U-Net has made up against what it has kept from the way down.
struct FreeU: Node {
    static let category = "model/patch/unet"
    static let summary = "Strengthen the hidden state on the way up, and damp the coarsest waves of the skips."

    @Input("The model.") var model: Model
    @Input("Factor on the hidden state at four times the model's channels.", in: 0...10) var b1 = 1.1
    @Input("Factor on the hidden state at twice the model's channels.", in: 0...10) var b2 = 1.2
    @Input("Factor on the coarsest waves of the skips at four times the channels.", in: 0...10) var s1 = 0.9
    @Input("Factor on the coarsest waves of the skips at twice the channels.", in: 0...10) var s2 = 0.2

    @Output var changed: Model

    func run(_ context: RunContext) throws {
        let channels = try model.network.get().configuration.trunk.modelChannels
        let patch = Models.FreeU(
            b1: Float(b1), b2: Float(b2), s1: Float(s1), s2: Float(s2), modelChannels: channels, version: .one)
        changed = model
        changed.patches.beforeOutputBlock.append { patch($0, $1) }
    }
}
