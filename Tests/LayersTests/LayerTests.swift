import Layers
import Tensors
import TestSupport
import Testing

struct LayerTests {
    private func weights(_ shapes: [String: [Int]]) -> Weights {
        Weights(
            Dictionary(uniqueKeysWithValues: shapes.map { ($0, syntheticWeights($0, $1)) }), origin: "tiny")
    }

    @Test func `a pointwise convolution is a matrix`() throws {
        let shapes = ["weight": [5, 3, 1, 1], "bias": [5]]
        let image = Tensor(noise(2 * 4 * 6 * 3), shape: [2, 4, 6, 3])
        let matrix = try Linear(weights(shapes), from: 3, to: 5)(image)
        let convolution = try Conv2d(weights(shapes), from: 3, to: 5, kernel: 1)(image)
        #expect(matrix.shape == [2, 4, 6, 5])
        #expect(relativeError(matrix.array, convolution.array) < 1e-6)
    }

    @Test func `a convolution keeps the size, and halves it at stride 2`() throws {
        let weights = weights(["weight": [8, 4, 3, 3], "bias": [8]])
        let image = Tensor(noise(9 * 7 * 4), shape: [1, 9, 7, 4])
        #expect(try Conv2d(weights, from: 4, to: 8, kernel: 3)(image).shape == [1, 9, 7, 8])
        #expect(try Conv2d(weights, from: 4, to: 8, kernel: 3, stride: 2)(image).shape == [1, 5, 4, 8])
    }

    @Test func `the same weights at another stride are another convolution`() throws {
        let weights = weights(["weight": [8, 4, 3, 3], "bias": [8]])
        let image = Tensor(noise(8 * 8 * 4), shape: [1, 8, 8, 4])
        let dense = try Conv2d(weights, from: 4, to: 8, kernel: 3)
        let sparse = try Conv2d(weights, from: 4, to: 8, kernel: 3, stride: 2)
        #expect(try dense(image).shape[1] == 8)
        #expect(try sparse(image).shape[1] == 4)
    }

    @Test func `attention over a memory is attention over the context it was made of`() throws {
        let weights = weights([
            "q.weight": [8, 8], "k.weight": [8, 6], "v.weight": [8, 6], "o.weight": [8, 8], "o.bias": [8],
        ])
        let attention = Attention(
            query: try Linear(weights / "q", from: 8, to: 8, bias: false),
            key: try Linear(weights / "k", from: 6, to: 8, bias: false),
            value: try Linear(weights / "v", from: 6, to: 8, bias: false),
            output: try Linear(weights / "o", from: 8, to: 8), heads: 2)
        let tokens = Tensor(noise(2 * 5 * 8), shape: [2, 5, 8])
        let context = Tensor(noise(2 * 3 * 6, seed: 2), shape: [2, 3, 6])
        let memory = try attention.memory(of: context)
        let found = try attention(tokens, over: memory, adding: tokens)
        let first = try attention(
            tokens[rows: 0..<1], over: attention.memory(of: context[rows: 0..<1]), adding: tokens[rows: 0..<1])
        #expect(found.shape == [2, 5, 8])
        #expect(relativeError(found[rows: 0..<1].array, first.array) < 1e-6)
    }

    @Test func `channels that make no groups are the file's fault`() {
        #expect(throws: WeightsError.self) {
            try GroupNorm(weights(["weight": [33], "bias": [33]]), channels: 33)
        }
    }

    @Test func `an embedding reads the rows that are asked for`() throws {
        let table = weights(["weight": [7, 3]])
        let rows = try Embedding(table, count: 7, width: 3)([6, 0, 6])
        let whole = try table("weight", 7, 3).tensor()
        #expect(rows.shape == [3, 3])
        #expect(rows.array == [6, 0, 6].flatMap { whole[rows: $0..<$0 + 1].array })
    }
}
