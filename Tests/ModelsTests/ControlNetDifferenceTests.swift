import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

struct ControlNetDifferenceTests {
    @Test func `a network that is kept as a difference is the sum of it and the model`() throws {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addUNet(
            "model.diffusion_model", channels: 32, multipliers: [1, 2], depths: [1, 0], middle: 1, context: 48)
        let model = try UNet(Weights(checkpoint.tensors, origin: "tiny") / "model.diffusion_model")
        var control = SyntheticCheckpoint()
        control.addControlNet(
            "control_model", channels: 32, multipliers: [1, 2], depths: [1, 0], middle: 1, context: 48)

        var difference = control.tensors
        for (name, tensor) in control.tensors {
            let inner = String(name.dropFirst("control_model.".count))
            guard model.weights.has(inner) else { continue }
            difference[name] = TensorSum.of(tensor, try model.weights(inner, tensor.shape), secondFactor: -1)
        }
        difference["difference"] = control.tensors["control_model.zero_convs.0.0.bias"]

        let whole = try residuals(ControlNet(file: control.tensors, addedTo: model, origin: "tiny"))
        let summed = try residuals(ControlNet(file: difference, addedTo: model, origin: "tiny"))
        let alone = try residuals(ControlNet(file: difference, origin: "tiny"))
        for (index, residual) in whole.skips.enumerated() {
            #expect(relativeError(summed.skips[index].array, residual.array) < 1e-5)
            #expect(relativeError(alone.skips[index].array, residual.array) > 1e-2)
        }
    }

    private func residuals(_ network: ControlNet) throws -> ControlResiduals {
        func ramp(_ shape: [Int]) -> Tensor {
            Tensor((0..<shape.reduce(1, *)).map { Float($0 % 13) / 13 - 0.5 }, shape: shape)
        }
        return try network(
            ramp([1, 4, 8, 8]), timesteps: [400], context: network.prepare(ramp([1, 7, 48])),
            guide: network.guide(ramp([1, 64, 64, 3])))
    }
}
