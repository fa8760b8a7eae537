import Layers
import Models
import Tensors
import TestSupport
import Text
import Testing

struct StableDiffusionCheckpointTests {
    @Test func `a small checkpoint of the true layout gives all three parts`() throws {
        let checkpoint = StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "tiny")
        let network = try checkpoint.unet()
        let encoder = PromptEncoder(try checkpoint.textEncoder())
        let autoencoder = try checkpoint.autoencoder()
        #expect(network.configuration.trunk.inputChannels == 4)
        #expect(autoencoder.cellSize == 8)
        let prompt = [PromptChunk([PromptToken](repeating: PromptToken(.id(ClipTokenizer.end)), count: 77))]
        let context = try encoder.encode(prompt).hidden
        #expect(context.shape == [1, 77, 32])
        let latent = Tensor(noise(4 * 8 * 9), shape: [1, 4, 8, 9])
        let output = try network(latent, timesteps: [500], context: context)
        let picture = try autoencoder.decode(output)
        #expect(picture.shape == [1, 64, 72, 3])
        #expect(picture.array.allSatisfy { (0...1).contains($0) })
    }

    @Test func `a missing part is an error only for whom asks for it`() throws {
        let unetOnly = SyntheticCheckpoint.stableDiffusion.filter { $0.key.hasPrefix("model.") }
        let checkpoint = StableDiffusionCheckpoint(unetOnly, origin: "models/unet.safetensors")
        _ = try checkpoint.unet()
        let noVAE = #expect(throws: WeightsError.self) { try checkpoint.autoencoder() }
        #expect(
            noVAE.map(String.init(describing:))
                == "models/unet.safetensors: no tensor 'first_stage_model.decoder.conv_in.weight'. "
                + "This file has no VAE; add a VAELoader.")
        let noEncoder = #expect(throws: WeightsError.self) { try checkpoint.textEncoder() }
        #expect(noEncoder?.remedy == "This file has no text encoder; add a CLIPLoader.")
        let none = #expect(throws: WeightsError.self) { try StableDiffusionCheckpoint([:], origin: "x").unet() }
        #expect(none?.remedy == "This file has no diffusion model; choose a checkpoint.")
    }
}
