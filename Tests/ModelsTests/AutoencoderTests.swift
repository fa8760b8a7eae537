import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

/// Truth: diffusers' `AutoencoderKL` with the same weights; relative L2 error of each block within 1e-4.
struct AutoencoderTests {
    private let golden: GoldenFile
    private static let tensors = {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addAutoencoder("first_stage_model", channels: 32, multipliers: [1, 1, 2, 2])
        return checkpoint.tensors
    }()
    private var tensors: [String: StoredTensor] { Self.tensors }
    private let autoencoder: Autoencoder

    init() throws {
        golden = try GoldenFile("vae")
        autoencoder = try StableDiffusionCheckpoint(Self.tensors, origin: "tiny").autoencoder()
    }

    @Test func `every block of the encoder agrees with diffusers`() throws {
        let trace = Trace(golden)
        let latent = try autoencoder.encodeObserved(golden["image"] * 2 - 1, observe: trace.observe)
        golden.check("encoded", latent)
        #expect(trace.names == Set(golden.tensors.keys.filter { $0.hasPrefix("encoder.") }))
    }

    @Test func `every block of the decoder agrees with diffusers`() throws {
        let trace = Trace(golden)
        let picture = try autoencoder.decodeObserved(golden["latent"], observe: trace.observe)
        golden.check("decoded.unclamped", picture)
        #expect(trace.names == Set(golden.tensors.keys.filter { $0.hasPrefix("decoder.") }))
    }

    @Test func `pictures run from 0 to 1, latents have channels first`() throws {
        let picture = try autoencoder.decode(channelsFirst(golden["latent"]))
        golden.check("decoded", picture)
        let latent = try autoencoder.encode(golden["image"])
        #expect(latent.shape == [1, 4, 2, 3])
        golden.check("encoded", channelsLast(latent))
    }

    @Test func `a file in the layout of diffusers is the same`() throws {
        var renamed = try GoldenFile.renamed(Self.tensors, by: "vae-names.txt")
        for (name, tensor) in renamed where name.contains(".attentions.") && tensor.shape.count == 4 {
            // Matrices where the original has convolutions of one pixel.
            renamed[name] = StoredTensor(
                shape: Array(tensor.shape.prefix(2)), element: tensor.element, source: tensor.source)
        }
        #expect(renamed.count == Self.tensors.count)
        let other = try Autoencoder(file: renamed, origin: "tiny")
        let latent = try channelsFirst(golden["latent"])
        #expect(try other.decode(latent).array == autoencoder.decode(latent).array)
        #expect(try other.encode(golden["image"]).array == autoencoder.encode(golden["image"]).array)
        // As diffusers called the layers of attention before 0.15.
        let older = [
            "group_norm": "group_norm", "to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn",
        ]
        let old = Dictionary(
            uniqueKeysWithValues: renamed.map { (name: String, tensor: StoredTensor) -> (String, StoredTensor) in
                let known = older.first { name.contains(".attentions.0.\($0.key).") }
                return (known.map { name.replacing($0.key, with: $0.value) } ?? name, tensor)
            })
        #expect(try Autoencoder(file: old, origin: "tiny").decode(latent).array == autoencoder.decode(latent).array)
    }

    @Test func `without a network, latents are the pictures themselves`() throws {
        let picture = Tensor([0, 0.25, 1, 0.5, 0.75, 1], shape: [1, 1, 2, 3])
        let latent = try Autoencoder.pixelSpace.encode(picture)
        #expect(latent.shape == [1, 3, 1, 2])
        #expect(latent.array == [-1, 0, -0.5, 0.5, 1, 1])
        #expect(try Autoencoder.pixelSpace.decode(latent).array == picture.array)
        #expect(try Autoencoder.pixelSpace.decode(latent * 2).array == [0, 0, 1, 0.5, 1, 1])
    }

    @Test func `what exceeds whole cells is cut off evenly, alpha is left out`() throws {
        let image = try golden["image"]
        let rows = [
            Tensor(noise(24 * 3), shape: [1, 1, 24, 3]), image, Tensor(noise(2 * 24 * 3), shape: [1, 2, 24, 3]),
        ]
        let framed = concatenate(rows, axis: 1)
        let alpha = Tensor(zeros: [1, 19, 24, 1])
        golden.check("encoded", channelsLast(try autoencoder.encode(concatenate([framed, alpha], axis: 3))))
    }

    @Test func `a batch is its images one after another`() throws {
        let latent = try channelsFirst(golden["latent"])
        let other = latent * 0.5
        let both = try autoencoder.decode(concatenate([latent, other], axis: 0))
        #expect(both[rows: 1..<2].array == (try autoencoder.decode(other)).array)
    }

    @Test func `a file of its own has no prefix, or that of a checkpoint`() throws {
        let prefix = "first_stage_model."
        let bare = Dictionary(uniqueKeysWithValues: tensors.map { (String($0.dropFirst(prefix.count)), $1) })
        for file in [tensors, bare] {
            let picture = try Autoencoder(file: file, origin: "vae").decode(channelsFirst(golden["latent"]))
            golden.check("decoded", picture)
        }
    }

    @Test func `a decoder alone decodes, and says what it lacks when asked to encode`() throws {
        let decoder = tensors.filter { !$0.key.contains(".encoder.") && !$0.key.contains(".quant_conv.") }
        let half = try StableDiffusionCheckpoint(decoder, origin: "half").autoencoder()
        golden.check("decoded", try half.decode(channelsFirst(golden["latent"])))
        #expect(throws: WeightsError.self) { try half.encode(golden["image"]) }
    }

    @Test func `tiles are blended as ComfyUI blends them`() throws {
        let tiled = try GoldenFile("vae-tiled")
        tiled.check("decoded", try autoencoder.decode(channelsFirst(tiled["latent"]), tile: 4, overlap: 1))
        tiled.check(
            "encoded", channelsLast(try autoencoder.encode(tiled["image"], tile: 32, overlap: 8)))
    }
}
