import Formats
import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

struct LoRAExtractionTests {
    private func random(_ shape: [Int], seed: UInt64) -> Tensor {
        Tensor(noise(shape.reduce(1, *), seed: seed), shape: shape)
    }

    /// Sum of squares of what a product of factors leaves of a matrix.
    private func rest(_ matrix: Tensor, _ left: Tensor, _ right: Tensor) -> Double {
        let product = matmul(left, right.reshaped([right.shape[0], right.count / right.shape[0]]))
        return zip(matrix.array, product.array).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    }

    @Test(arguments: [[40, 60], [60, 40], [33, 33], [7, 90]])
    func `a product of thin matrices is found again`(shape: [Int]) {
        let matrix = matmul(random([shape[0], 5], seed: 1), random([5, shape[1]], seed: 2))
        let found = SingularVectors(of: matrix, rank: 5)
        let left = transposed(transposed(found.left, [1, 0]).scaledPerRow(by: found.values), [1, 0])
        #expect(rest(matrix, left, found.right) < 1e-9 * matrix.array.reduce(0) { $0 + Double($1 * $1) })
    }

    @Test(arguments: [(24, 31, 4), (31, 24, 24), (120, 300, 8)])
    func `no product of this rank comes nearer`(rows: Int, columns: Int, rank: Int) {
        let matrix = random([rows, columns], seed: 3)
        let found = SingularVectors(of: matrix, rank: rank)
        let left = transposed(transposed(found.left, [1, 0]).scaledPerRow(by: found.values), [1, 0])
        // Vectors are of length 1 and at right angles, and each value is reached: the rest is what all but these have.
        for vectors in [transposed(found.left, [1, 0]), found.right] {
            let products = matmul(vectors, transposed(vectors, [1, 0])).array
            for index in products.indices {
                #expect(abs(products[index] - (index % (rank + 1) == 0 ? 1 : 0)) < 2e-5)
            }
        }
        let whole = matrix.array.reduce(0) { $0 + Double($1 * $1) }
        let taken = found.values.reduce(0) { $0 + Double($1 * $1) }
        #expect(abs(rest(matrix, left, found.right) - (whole - taken)) < 1e-5 * whole)
        // One more power iteration does not find more.
        let again = matmul(matmul(found.right, transposed(matrix, [1, 0])), matrix)
        let lengths = again.perRow { $0.array.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        for (length, value) in zip(lengths, found.values) { #expect(abs(length / (value * value) - 1) < 1e-4) }
    }

    @Test func `a LoRA is found again in what it changes`() throws {
        let network = try StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "tiny").unet()
        let name = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q"
        let pair = ["\(name).lora_up.weight": [32, 4], "\(name).lora_down.weight": [4, 32]]
        let lora = try LoRA(
            file: Dictionary(uniqueKeysWithValues: pair.map { ($0, syntheticWeights($0, $1)) }), origin: "lora")
        let changed = try lora.applied(to: network, strength: 1)
        let difference = try changed.combined(with: network) { _ in (1, -1) }
        // Where values are cut off, the product is another one: the highest hundredth of these few.
        let tensors = try LoRAExtraction(.whole, takesBiases: true).tensors(of: difference)
        let whole = try LoRA(
            file: tensors.mapValues { tensor in
                StoredTensor(shape: tensor.shape, element: .float32, source: NarrowedWeights(.float32) { tensor })
            }, origin: "extracted")
        let again = try whole.applied(to: network, strength: 1)
        for name in ["input_blocks.1.1.transformer_blocks.0.attn1.to_q.weight", "out.2.bias", "out.0.weight"] {
            let shape = try #require(network.weights.shape(name))
            let (one, other) = (try changed.weights(name, shape).tensor(), try again.weights(name, shape).tensor())
            #expect(relativeError(other.array, one.array) < 1e-6, "\(name)")
        }
    }

    @Test func `kernels keep their form, and large values are cut off`() throws {
        let difference = random([6, 4, 3, 3], seed: 5)
        let (up, down) = LoRAExtraction.factors(of: difference, rank: 9)
        #expect(up.shape == [6, 4, 1, 1])
        #expect(down.shape == [4, 4, 3, 3])
        let values = up.array + down.array
        let highest = try #require(values.max())
        // A hundredth of 168 values, cut at the same height.
        #expect(values.count { abs($0) == highest } >= 2)
    }

    @Test func `nothing at all stays nothing`() {
        let (up, down) = LoRAExtraction.factors(of: Tensor(zeros: [8, 12]), rank: 3)
        #expect(up.array.allSatisfy { $0 == 0 })
        #expect(up.shape == [8, 3] && down.shape == [3, 12])
    }
}
