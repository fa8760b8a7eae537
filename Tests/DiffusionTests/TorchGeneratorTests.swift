import Diffusion
import Tensors
import Testing

struct TorchGeneratorTests {
    struct Recorded: Decodable {
        struct Normal: Decodable {
            let seed: String
            let shape: [Int]
            let fingerprint: String
        }

        struct Stream: Decodable {
            let seed: String
            let fingerprints: [String]
        }

        let normals: [Normal]
        let streams: [Stream]
    }

    @Test func `normals are torch's, bit for bit`() throws {
        let recorded = try Golden.read("noise", as: Recorded.self)
        #expect(recorded.normals.count >= 60)
        for normal in recorded.normals {
            var generator = TorchGenerator(seed: try #require(UInt64(normal.seed)))
            let found = Golden.fingerprint(generator.normal(normal.shape))
            #expect(found == normal.fingerprint, "seed \(normal.seed), shape \(normal.shape)")
        }
    }

    @Test func `one stream goes on through normals, uniforms and integers of any number`() throws {
        for stream in try Golden.read("noise", as: Recorded.self).streams {
            var generator = TorchGenerator(seed: try #require(UInt64(stream.seed)))
            var parts = [generator.normal([5]), generator.normal([1, 3, 5, 5]), generator.normal([2])]
            parts.append(generator.uniform([33]))
            parts.append(Tensor((0..<4).map { _ in Float(generator.integer(below: 1000)) }, shape: [4]))
            parts.append(generator.normal([64]))
            #expect(parts.map(Golden.fingerprint) == stream.fingerprints, "seed \(stream.seed)")
        }
    }

    @Test func `only the low 32 bits of a seed count`() {
        var low = TorchGenerator(seed: 5)
        var high = TorchGenerator(seed: 5 + 1 << 32)
        #expect(low.normal([40]).array == high.normal([40]).array)
    }

    @Test func `a copy goes on from the same place`() {
        var one = TorchGenerator(seed: 9)
        _ = one.normal([7])
        var other = one
        #expect(one.normal([20]).array == other.normal([20]).array)
    }

    @Test func `an image of a batch keeps its noise when it is taken out`() {
        let batch = initialNoise(seed: 3, shape: [4, 4, 8, 8])
        let picked = initialNoise(seed: 3, shape: [3, 4, 8, 8], batchIndices: [2, 0, 2])
        #expect(picked.shape == [3, 4, 8, 8])
        #expect(picked[rows: 0..<1].array == batch[rows: 2..<3].array)
        #expect(picked[rows: 1..<2].array == batch[rows: 0..<1].array)
        #expect(picked[rows: 2..<3].array == batch[rows: 2..<3].array)
    }
}
