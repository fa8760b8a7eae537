import Diffusion
import Engine
import Formats
import Foundation
import Layers
import TestSupport
import Tensors
import Testing

@testable import Models
@testable import Nodes

/// Truth: what ComfyUI samples with a small random model, recorded by `Tests/Golden/Models/record_supir.py`.
struct SUPIRNodesTests {
    /// A walk of three steps.
    struct Walk: Sendable {
        let name: String
        let images: Int, pictures: Int
        let start: Double, end: Double
        let pull: Double
        var lowestLevel = 0.05
        var cfg = 3.0
        var usesEncoder = true
    }

    static let walks = [
        Walk(name: "defaults", images: 1, pictures: 1, start: 1, end: 1, pull: 4),
        Walk(name: "plain encoder", images: 1, pictures: 1, start: 1.3, end: 0.2, pull: 0, usesEncoder: false),
        Walk(name: "late", images: 2, pictures: 2, start: 0, end: 0.7, pull: 2.5, lowestLevel: 0.9),
        Walk(
            name: "fewer pictures", images: 3, pictures: 2, start: 0.8, end: 0.8, pull: 0.5, cfg: 1, usesEncoder: false),
        Walk(name: "more pictures", images: 1, pictures: 3, start: 1, end: 0.5, pull: 1),
        Walk(name: "pull alone", images: 1, pictures: 1, start: 0, end: 0, pull: 3),
    ]

    @Test(arguments: walks) func `a walk ends where ComfyUI's does`(walk: Walk) throws {
        try withFolders { folders in
            let context = RunContext(folders: folders)
            let sampler = KSampler()
            sampler.model = try restoring(walk, context)
            sampler.seed = 11
            sampler.steps = 3
            sampler.cfg = walk.cfg
            sampler.samplerName = .euler
            sampler.scheduler = .normal
            sampler.positive = prompt("positive")
            sampler.negative = prompt("negative")
            sampler.latentImage = Latent(samples: values("\(walk.name).latent", walk.images, 4, 7, 5))
            sampler.denoise = 0.9
            try sampler.run(context)
            let truth = try #require(Self.recorded()["walk.\(walk.name)"]).tensor()
            #expect(sampler.latent.samples.shape == truth.shape)
            #expect(relativeError(sampler.latent.samples.array, truth.array) < 1e-4)
        }
    }

    @Test func `strength goes by the noise`() throws {
        let network = try SUPIR(file: Self.patch, origin: "tiny")
        func strength(_ start: Double, _ end: Double, at sigma: Float) -> Double {
            AppliedRestoration(
                network: network, hint: Tensor(zeros: [1, 4, 1, 1]), strengthAtStart: start, strengthAtEnd: end
            ).strength(at: sigma)
        }
        #expect(strength(1, 0.5, at: 20) == 1)
        #expect(strength(1, 0.5, at: 0) == 0.5)
        #expect(abs(strength(1, 0.5, at: 7.3073) - 0.75) < 1e-6)
        #expect(strength(0.3, 0.3, at: 3) == 0.3)
    }

    @Test func `a model restores one picture`() throws {
        try withFolders { folders in
            let context = RunContext(folders: folders)
            let node = try application(Self.walks[0])
            node.model = try restoring(Self.walks[0], context)
            #expect(throws: RestorationError.repeated) { try node.run(context) }
            node.strengthStart = 0
            node.strengthEnd = 0
            try node.run(context)
            #expect(node.restoring.restoration?.strengthAtEnd == 1)
        }
    }

    @Test func `a VAE of another family is refused`() throws {
        try withFolders { folders in
            let node = try application(Self.walks[5])
            node.vae = VAE(autoencoder: .success(.pixelSpace), memoryCost: 0)
            #expect(throws: ModelInputError.latentChannels(wanted: 4, found: 3)) {
                try node.run(RunContext(folders: folders))
            }
        }
    }

    @Test func `a picture of another size than the latent is refused when the pull begins`() throws {
        let pull = PullToPicture(center: Tensor(zeros: [1, 4, 2, 3]), exponent: 1, lowestLevel: 0.5)
        let prediction = Tensor(zeros: [1, 4, 3, 3])
        #expect(try pull(prediction, at: 0.5).array == prediction.array)
        #expect(throws: RestorationError.size(picture: [2, 3], latent: [3, 3])) { try pull(prediction, at: 0.6) }
    }

    /// Files of other model families, by a tensor that tells them.
    static let others = [
        ("lllite_conditioning1.conv1.weight", "belongs to Anima (LLLite), a family that Darkroom does not have"),
        (
            "controlnet_blocks.0.y_rms.weight",
            "belongs to Qwen-Image (block-wise control), a family that Darkroom does not have"
        ),
        (
            "feature_embedder.mid_layer_norm.bias",
            "belongs to FLUX.1 (USO style reference), a family that Darkroom does not have"
        ),
        ("control_all_x_embedder.2-1.weight", "belongs to Z-Image (Fun control), a family that Darkroom does not have"),
        ("controlnet_patch_embedding.weight", "belongs to Wan (Uni3C), a family that Darkroom does not have"),
        ("audio_proj.proj1.weight", "belongs to Wan (MultiTalk), a family that Darkroom does not have"),
        ("unknown.weight", "this file holds no model patch that is known here. Choose a SUPIR file"),
    ]

    @Test(arguments: others) func `a patch of another family is refused by its name`(tensor: String, words: String) {
        let error = #expect(throws: WeightsError.self) {
            try ModelPatch(file: [tensor: syntheticWeights(tensor, [4])], origin: "other.safetensors")
        }
        #expect(error?.description.contains(words) == true)
    }

    // MARK: Parts

    private static let patch = {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addSUPIR()
        return checkpoint.tensors
    }()

    private static let checkpoint = {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addRestored()
        return checkpoint.tensors
    }()

    private static func recorded() throws -> [String: StoredTensor] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try loadWeightsFile(folder.appending(path: "Golden/Models/supir.safetensors").path)
    }

    private func application(_ walk: Walk) throws -> SUPIRApply {
        let weights = Weights(Self.checkpoint, origin: "tiny")
        let node = SUPIRApply()
        node.model = try Model(
            .success(UNet(weights / "model.diffusion_model")), in: Self.checkpoint, memoryCost: 0)
        node.vae = VAE(autoencoder: .success(try Autoencoder(weights / "first_stage_model")), memoryCost: 0)
        node.modelPatch = try ModelPatch(
            file: walk.usesEncoder ? Self.patch : Self.patch.filter { !$0.key.contains("denoise_encoder") },
            origin: "tiny")
        node.image = Image(pixels: values("\(walk.name).picture", walk.pictures, 59, 43, 3) / 3.4641016 + 0.5)
        node.strengthStart = walk.start
        node.strengthEnd = walk.end
        node.restoreCfg = walk.pull
        node.restoreCfgSTmin = walk.lowestLevel
        return node
    }

    private func restoring(_ walk: Walk, _ context: RunContext) throws -> Model {
        let node = try application(walk)
        try node.run(context)
        return node.restoring
    }

    private func prompt(_ name: String) -> Conditioning {
        var entry = ConditioningEntry(
            context: values("\(name).context", 1, 7, 48), pooled: values("\(name).pooled", 1, 16))
        entry.parameters = ["width": 320, "height": 448]
        return Conditioning([entry])
    }

    private func values(_ name: String, _ shape: Int...) -> Tensor {
        Tensor(noise(shape.reduce(1, *), seed: fnv1a(name)), shape: shape) * 1.7320508
    }
}
