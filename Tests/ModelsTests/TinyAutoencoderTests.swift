import Diffusion
import Formats
import Foundation
import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

/// Truth: diffusers' `AutoencoderTiny` with the same weights, recorded by `Tests/Golden/Models/record_tiny.py`.
struct TinyAutoencoderTests {
    private static func half(_ name: String) throws -> [String: StoredTensor] {
        let tensors = try SafetensorsFile(path: GoldenFile.url("tiny.safetensors").path).tensors
        let own = tensors.filter { $0.key.hasPrefix(name + ".") }
        return Dictionary(uniqueKeysWithValues: own.map { (String($0.key.dropFirst(name.count + 1)), $0.value) })
    }

    @Test func `both ways agree with diffusers`() throws {
        let golden = try GoldenFile("tiny")
        let tiny = try TinyAutoencoder.pair(
            encoder: Self.half("encoder"), encoderOrigin: "encoder", decoder: Self.half("decoder"),
            decoderOrigin: "decoder", format: .stableDiffusion)
        golden.check("decoded", try tiny.decode(golden["latent"]))
        golden.check("encoded", try tiny.encode(golden["picture"]))
        #expect(tiny.cellSize == 8)
        #expect(tiny.latentChannels == 4)
    }

    @Test func `a decoder alone decodes, and says what it lacks`() throws {
        let golden = try GoldenFile("tiny")
        let tiny = try TinyAutoencoder.decoder(
            file: Self.half("decoder"), origin: "taesd_decoder.pth", format: .stableDiffusion)
        golden.check("decoded", try tiny.decode(golden["latent"]))
        #expect(throws: WeightsError.self) { try tiny.encode(golden["picture"]) }
    }

    @Test func `one made for other latents is refused`() throws {
        #expect(throws: WeightsError.self) {
            try TinyAutoencoder.decoder(file: Self.half("decoder"), origin: "taesd_decoder.pth", format: .flux)
        }
    }

    @Test func `a preview by sums is a quick look, and one by a tiny decoder is its picture`() throws {
        let golden = try GoldenFile("tiny")
        let scaled = try golden["latent"] * Float(LatentFormat.stableDiffusion.scale)
        let tiny = try LatentPreview(
            tinyDecoder: Self.half("decoder"), origin: "taesd_decoder.pth", of: .stableDiffusion)
        let shown = try tiny(scaled)
        #expect(relativeError(shown.array, try golden["decoded"][rows: 0..<1].array) < 1e-5)

        let quick = try #require(LatentPreview(of: .stableDiffusionXL))
        let cell = try quick(Tensor([1, 0.5, -1, 2], shape: [1, 4, 1, 1])).array
        // (0.3651 − 0.12665 − 0.1076 − 0.633 + 0.1084 + 1) / 2, and so on.
        let wanted: [Float] = [0.303125, 0.39705, 0.5425]
        #expect(zip(cell, wanted).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect(LatentPreview(of: .flux) == nil)
    }
}
