import Layers
import Tensors
import TestSupport
import Testing

struct DoublingConv2dTests {
    @Test(arguments: [
        Oracle.Window(height: 1, width: 1, inputs: 1, outputs: 1),
        Oracle.Window(images: 2, height: 3, width: 5, inputs: 7, outputs: 9),
        Oracle.Window(height: 8, width: 6, inputs: 32, outputs: 24),
    ])
    func `agrees with the oracle`(window: Oracle.Window) throws {
        let stored = syntheticWeights("weight", [window.inputs, window.outputs, 4, 4])
        let layer = try DoublingConv2d(
            Weights(["weight": stored], origin: "tiny"), from: window.inputs, to: window.outputs)
        let input = noise(window.inputCount)
        let found = try layer(Tensor(input, shape: [window.images, window.height, window.width, window.inputs]))
        #expect(found.shape == [window.images, 2 * window.height, 2 * window.width, window.outputs])
        let truth = Oracle.convolveDoubling(input, try stored.tensor().array, window)
        // Plain 32-bit sums of 4 · inputs products.
        #expect(normalizedError(found.array, truth) < 1e-12)
    }

    @Test func `a kernel of another size is refused by name`() {
        let weights = Weights(["up.weight": syntheticWeights("up.weight", [4, 4, 3, 3])], origin: "tiny")
        let error = #expect(throws: WeightsError.self) { try DoublingConv2d(weights / "up", from: 4, to: 4) }
        #expect(error?.description.contains("up.weight") == true)
    }
}
