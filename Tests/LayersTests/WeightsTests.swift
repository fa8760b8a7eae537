import Layers
import Tensors
import TestSupport
import Testing

struct WeightsTests {
    private let weights = Weights(
        [
            "model.input_blocks.0.weight": syntheticWeights("a", [3, 2]),
            "model.input_blocks.7.weight": syntheticWeights("b", [3]),
            "model.input_blocks.99999999999.weight": syntheticWeights("c", [1]),
            "model.input_blocks_of_another.9.weight": syntheticWeights("d", [1]),
        ], origin: "models/tiny.safetensors")

    @Test func `a path names what lies below it`() throws {
        let block = weights / "model" / "input_blocks.0"
        #expect(block.path == "model.input_blocks.0")
        #expect(block.names == ["weight"])
        #expect(try block("weight", 3, 2).shape == [3, 2])
        #expect(block.has("weight"))
        #expect(!block.has("bias"))
        #expect(block.shape("weight") == [3, 2])
        #expect(weights.hasAny(below: "model"))
        #expect(!weights.hasAny(below: "mod"))
    }

    @Test func `a gap in the numbering counts, a number that no model could have does not`() {
        #expect((weights / "model").count(of: "input_blocks") == 1)
        var tensors: [String: StoredTensor] = [:]
        for index in [0, 1, 3] { tensors["input_blocks.\(index).weight"] = syntheticWeights("w", [1]) }
        tensors["input_blocks.99999999999.weight"] = syntheticWeights("w", [1])
        #expect(Weights(tensors, origin: "").count(of: "input_blocks") == 4)
    }

    @Test(arguments: [
        (
            WeightsError.Problem.missing("conv.weight", shape: [8, 4, 3, 3]),
            "models/tiny.safetensors: no tensor 'conv.weight' [8, 4, 3, 3]. Choose another file."
        ),
        (.missing("conv.weight", shape: nil), "models/tiny.safetensors: no tensor 'conv.weight'. Choose another file."),
        (
            .misshapen("norm.bias", expected: [32], found: [31]),
            "models/tiny.safetensors: tensor 'norm.bias' is [31], but [32] belongs here. Choose another file."
        ),
        (
            .unsupported("3 output blocks for 4 input blocks"),
            "models/tiny.safetensors: 3 output blocks for 4 input blocks. Choose another file."
        ),
    ])
    func `an error tells place, fact and remedy`(problem: WeightsError.Problem, sentence: String) {
        #expect("\(weights.advising("Choose another file.").error(problem))" == sentence)
    }

    @Test func `a misshapen tensor is refused by its full name`() {
        let expected = WeightsError(
            .misshapen("model.input_blocks.0.weight", expected: [2, 3], found: [3, 2]),
            origin: "models/tiny.safetensors", remedy: weights.remedy)
        #expect(throws: expected) { try (weights / "model.input_blocks.0")("weight", 2, 3) }
        #expect(throws: WeightsError.self) { try weights.shape("model.input_blocks.7.weight", rank: 2) }
    }
}
