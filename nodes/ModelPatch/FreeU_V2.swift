import Engine
import Models

/// FreeU, strongest where the hidden state is greatest.
struct FreeU_V2: Node {
    static let category = "model/patch/unet"
    static let summary = "FreeU, strongest where the hidden state is greatest."

    @Input("The model.") var model: Model
    @Input("Factor on the hidden state at four times the model's channels.", in: 0...10) var b1 = 1.3
    @Input("Factor on the hidden state at twice the model's channels.", in: 0...10) var b2 = 1.4
    @Input("Factor on the coarsest waves of the skips at four times the channels.", in: 0...10) var s1 = 0.9
    @Input("Factor on the coarsest waves of the skips at twice the channels.", in: 0...10) var s2 = 0.2

    @Output var changed: Model

    func run(_ context: RunContext) throws {
        let channels = try model.network.get().configuration.trunk.modelChannels
        let patch = Models.FreeU(
            b1: Float(b1), b2: Float(b2), s1: Float(s1), s2: Float(s2), modelChannels: channels, version: .two)
        changed = model
        changed.patches.beforeOutputBlock.append { patch($0, $1) }
    }
}
