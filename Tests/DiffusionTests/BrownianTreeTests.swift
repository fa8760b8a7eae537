import Tensors
import Testing

@testable import Diffusion

struct BrownianTreeTests {
    struct Recorded: Decodable {
        struct Words: Decodable {
            let entropy: String
            let path: [UInt64]
            let words: [UInt32]
        }

        struct Tree: Decodable {
            let seed: String
            let low: Float
            let high: Float
            let shape: [Int]
            let times: [Float]
            let increments: [String]
        }

        let words: [Words]
        let trees: [Tree]
    }

    @Test func `seeds are derived as numpy derives them`() throws {
        for words in try Golden.read("noise", as: Recorded.self).words {
            let entropy = try #require(UInt64(words.entropy))
            #expect(SeedSequence.words(4, entropy: entropy, path: words.path, poolSize: 24) == words.words)
        }
    }

    /// ComfyUI's `BrownianTreeNoiseSampler` divides nothing by nothing, too.
    @Test func `a walk that stands still has no noise, rather than no end`() {
        let run = SamplerRun(sigmas: [0.5, 0.5], sampling: .discrete(), denoiser: Denoiser { latent, _ in latent })
        var noise = NoiseSource(.brownian, seed: 1, shape: [1, 1, 1, 2], in: run)
        #expect(noise(from: 0.5, to: 0.5).array.allSatisfy { $0.isNaN })
    }

    @Test func `increments are torchsde's, bit for bit`() throws {
        for recorded in try Golden.read("noise", as: Recorded.self).trees {
            var tree = BrownianTree(
                seed: try #require(UInt64(recorded.seed)), from: recorded.low, to: recorded.high, shape: recorded.shape)
            for (index, increment) in recorded.increments.enumerated() {
                let found = tree.increment(from: recorded.times[index], to: recorded.times[index + 1])
                #expect(Golden.fingerprint(found) == increment, "seed \(recorded.seed), increment \(index)")
            }
        }
    }

    @Test func `increments do not depend on what was asked before`() {
        var fresh = BrownianTree(seed: 11, from: 0.1, to: 10, shape: [1, 4, 4, 4])
        var used = fresh
        _ = used.increment(from: 9, to: 3.7)
        _ = used.increment(from: 3.7, to: 0.5)
        #expect(used.increment(from: 5, to: 0.2).array == fresh.increment(from: 5, to: 0.2).array)
    }
}
