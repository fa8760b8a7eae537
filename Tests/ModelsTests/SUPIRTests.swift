import Layers
import TestSupport
import Tensors
import Testing

@testable import Models

/// Truth: ComfyUI's code on a small random network, recorded by `Tests/Golden/Models/record_supir.py`.
struct SUPIRTests {
    private static let tensors = {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addSUPIR()
        return checkpoint.tensors
    }()

    private static let restored = {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addRestored()
        return Weights(checkpoint.tensors, origin: "tiny")
    }()

    private static let times: [Float] = [981, 40.5]

    private let golden: GoldenFile

    init() throws { golden = try GoldenFile("supir") }

    private func values(_ name: String, _ shape: Int...) -> Tensor {
        Tensor(noise(shape.reduce(1, *), seed: fnv1a(name)), shape: shape) * 1.7320508
    }

    private func restoration(_ network: SUPIR, strength: Float = 1) throws -> Restoration {
        try network(
            values("latent", 2, 4, 7, 5), timesteps: Self.times, context: network.prepare(values("context", 2, 7, 48)),
            guide: network.guide(values("hint", 2, 4, 7, 5)), label: values("label", 2, 1552), strength: strength)
    }

    @Test func `what the network sees is what ComfyUI's sees`() throws {
        let restoration = try restoration(SUPIR(file: Self.tensors, origin: "tiny"))
        #expect(restoration.features.count == 10)
        for (index, feature) in restoration.features.enumerated() { golden.check("feature.\(index)", feature) }
    }

    @Test(arguments: [Float(0.4), 1]) func `every adapter changes the way up as ComfyUI's does`(strength: Float) throws
    {
        let restoration = try restoration(SUPIR(file: Self.tensors, origin: "tiny"), strength: strength)
        let sizes = [[2, 2], [4, 3], [7, 5]]
        let hidden = [128, 128, 128, 128, 64, 64, 64, 32, 32]
        let skips = [128, 128, 64, 64, 64, 32, 32, 32, 32]
        golden.check("middle.\(strength)", try restoration.afterMiddle(values("middle", 2, 2, 2, 128)))
        for block in 0..<9 {
            let (height, width) = (sizes[block / 3][0], sizes[block / 3][1])
            let joined = try restoration.joined(
                values("hidden.\(block)", 2, height, width, hidden[block]),
                values("skip.\(block)", 2, height, width, skips[block]), block: block)
            golden.check("joined.\(block).\(strength)", joined)
            let doubled = values("doubled.\(block)", 2, height, width, hidden[block])
            let looked = try restoration.beforeDoubling(doubled, block: block)
            if [2, 5].contains(block) {
                golden.check("look.\(block).\(strength)", looked)
            } else {
                #expect(looked.array == doubled.array)
            }
        }
    }

    @Test(arguments: [Float(0.4), 1]) func `a U-Net restores as ComfyUI's does`(strength: Float) throws {
        let unet = try UNet(Self.restored / "model.diffusion_model")
        let network = try SUPIR(file: Self.tensors, origin: "tiny")
        try network.check(unet)
        var patches = UNetPatches()
        patches.restoration = try restoration(network, strength: strength)
        let output = try unet(
            values("latent", 2, 4, 7, 5), timesteps: Self.times, context: unet.prepare(values("context", 2, 7, 48)),
            label: values("label", 2, 1552), patches: patches)
        golden.check("output.\(strength)", output)

        // Behind another patch of the way up.
        let damping = FreeU(b1: 1.3, b2: 1.4, s1: 0.5, s2: 0.2, modelChannels: 32, version: .one)
        patches.beforeOutputBlock.append { damping($0, $1) }
        let damped = try unet(
            values("latent", 2, 4, 7, 5), timesteps: Self.times, context: unet.prepare(values("context", 2, 7, 48)),
            label: values("label", 2, 1552), patches: patches)
        golden.check("damped.\(strength)", damped)
        #expect(relativeError(damped.array, output.array) > 0.01)
    }

    @Test func `a file of its authors is the same`() throws {
        let whole = Dictionary(
            uniqueKeysWithValues: Self.tensors.map { name, tensor in
                if name.hasPrefix("control_model.") { return ("model.\(name)", tensor) }
                return (name.hasPrefix("project_modules.") ? "model.diffusion_model.\(name)" : name, tensor)
            })
        let restoration = try restoration(SUPIR(file: whole, origin: "tiny"))
        golden.check("feature.9", try #require(restoration.features.last))
        #expect(ModelFamily(of: whole) == .restorer)
        #expect(ModelPatchKind(of: whole) == .supir)
    }

    @Test func `the encoder for damaged pictures takes the place of the autoencoder's`() throws {
        let autoencoder = try Autoencoder(Self.restored / "first_stage_model")
        let picture = values("picture", 1, 16, 16, 3)
        let plain = try autoencoder.encode(picture)
        let network = try SUPIR(file: Self.tensors, origin: "tiny")
        #expect(relativeError(try network.encoding(autoencoder).encode(picture).array, plain.array) > 0.1)

        let bare = Self.tensors.filter { !$0.key.contains("denoise_encoder") }
        let other = try SUPIR(file: bare, origin: "tiny").encoding(autoencoder)
        #expect(try other.encode(picture).array == plain.array)
    }

    @Test func `a model of another family is refused`() throws {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addUNet(
            "model", channels: 32, multipliers: [1, 2, 2], depths: [0, 1, 1], middle: 1, context: 48, linear: true,
            label: 16 + 1536)
        let other = try UNet(Weights(checkpoint.tensors, origin: "other") / "model")
        let network = try SUPIR(file: Self.tensors, origin: "tiny")
        #expect(throws: RestorationError.otherModel) { try network.check(other) }
    }

    @Test func `what does not fit together is refused`() throws {
        let network = try SUPIR(file: Self.tensors, origin: "tiny")
        let context = try network.prepare(values("context", 1, 7, 48))
        let guide = try network.guide(values("hint", 1, 4, 7, 6))
        #expect(throws: RestorationError.size(picture: [7, 6], latent: [7, 5])) {
            _ = try network(
                values("latent", 1, 4, 7, 5), timesteps: [1], context: context, guide: guide,
                label: values("label", 1, 1552), strength: 1)
        }
        #expect(throws: ModelInputError.latentChannels(wanted: 4, found: 9)) {
            _ = try network.guide(values("hint", 1, 9, 7, 6))
        }
        let restoration = try restoration(network)
        #expect(throws: RestorationError.changed) { try restoration.afterMiddle(values("middle", 2, 3, 2, 128)) }
        #expect(throws: RestorationError.changed) {
            try restoration.joined(values("hidden", 2, 3, 2, 128), values("skip", 2, 2, 2, 128), block: 0)
        }
        #expect(throws: RestorationError.changed) {
            try restoration.beforeDoubling(values("hidden", 2, 3, 2, 128), block: 2)
        }
    }

    @Test func `a damaged file is refused by name`() {
        for name in ["project_modules.3.attn.to_q.weight", "project_modules.11.zero_mul.weight"] {
            let error = #expect(throws: WeightsError.self) {
                try SUPIR(file: Self.tensors.filter { $0.key != name }, origin: "tiny")
            }
            #expect(error?.description.contains(name) == true)
        }
        let short = Self.tensors.filter { !$0.key.hasPrefix("project_modules.11.") }
        let error = #expect(throws: WeightsError.self) { try SUPIR(file: short, origin: "tiny") }
        #expect(error?.description.contains("there are 11 adapters, but 12 are due") == true)
    }

    /// Errors, and how they are told.
    private static let told: [(RestorationError, String)] = [
        (
            .otherModel,
            "this model patch does not fit the model. SUPIR was made for Stable Diffusion XL: load such a checkpoint."
        ),
        (
            .size(picture: [64, 48], latent: [128, 128]),
            """
            the picture to restore has 64 × 48 cells, and the latent 128 × 128. Make the latent from a picture of the same size, \
            and leave out areas of prompts.
            """
        ),
        (
            .changed,
            """
            another patch changes the size of what the model sees, which SUPIR sees as a whole. Leave out \
            PatchModelAddDownscale.
            """
        ),
        (.repeated, "the model restores a picture already, and cannot restore two. Apply SUPIR once."),
    ]

    @Test func `errors say what is wrong and what to do`() {
        for (error, words) in Self.told { #expect("\(error)" == words) }
    }
}
