import Kernels
import Layers
import Tensors
import TestSupport
import Testing
import Text

@testable import Models

struct NetworkPrecisionTests {
    private let checkpoint = StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "tiny")

    private func asking<Result>(_ precision: Precision, _ body: () throws -> Result) rethrows -> Result {
        try Precision.$asked.withValue(precision) { try body() }
    }

    @Test(arguments: [(Precision.bfloat16, 0.03), (.int8, 0.05)])
    func `a diffusion model is as exact as a run asks`(precision: Precision, allowed: Double) throws {
        let network = try checkpoint.unet()
        let latent = Tensor(noise(2 * 4 * 16 * 16), shape: [2, 4, 16, 16])
        let context = Tensor(noise(2 * 7 * 32, seed: 2), shape: [2, 7, 32])
        func predicted() throws -> [Float] { try network(latent, timesteps: [900, 20], context: context).array }
        let exact = try predicted()
        let rounded = try asking(precision) { try predicted() }
        #expect(rounded != exact)
        #expect(relativeError(rounded, exact) < allowed)
        #expect(try asking(precision) { try predicted() } == rounded)
        #expect(try asking(.float32) { try predicted() } == exact)
    }

    @Test func `all else stays exact`() throws {
        let encoder = try TextEncoder(clipL: checkpoint.textEncoder(), .init())
        let autoencoder = try checkpoint.autoencoder()
        let latent = Tensor(noise(4 * 8 * 8), shape: [1, 4, 8, 8])
        func results() throws -> [[Float]] {
            [
                try encoder.encode("a lighthouse") { _, _ in nil }.hidden.array,
                try autoencoder.decode(latent).array,
            ]
        }
        let exact = try results()
        #expect(try asking(.int8) { try results() } == exact)
    }
}
