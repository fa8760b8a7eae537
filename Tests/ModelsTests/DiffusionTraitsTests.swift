import Diffusion
import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

/// How networks of each generation want to be used.
struct DiffusionTraitsTests {
    private static func traits(
        _ tensors: [String: StoredTensor], adding marks: [String: StoredTensor] = [:]
    ) throws -> DiffusionTraits {
        let all = tensors.merging(marks) { $1 }
        let checkpoint = StableDiffusionCheckpoint(all, origin: "tiny")
        return try checkpoint.traits(of: checkpoint.unet())
    }

    private static func mark(_ value: Float) -> StoredTensor { stored([value], []) }

    private static func stored(_ values: [Float], _ shape: [Int]) -> StoredTensor {
        StoredTensor(shape: shape, element: .float32, source: Values(bytes: values.flatMap { Array(bits: $0) }))
    }

    private struct Values: WeightSource {
        let bytes: [UInt8]
        func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result { try body(bytes.span.bytes) }
    }

    @Test func `the first generation predicts noise and takes the prompt alone`() throws {
        let traits = try Self.traits(SyntheticCheckpoint.stableDiffusion)
        #expect(traits.sampling.prediction == .noise)
        #expect(traits.latentFormat == .stableDiffusion)
        #expect(traits.label == .none)
        #expect(traits.extraChannels == .none)
    }

    @Test func `XL takes sizes, and has a latent scale of its own`() throws {
        let traits = try Self.traits(SyntheticCheckpoint.stableDiffusionXL)
        #expect(traits.latentFormat == .stableDiffusionXL)
        #expect(traits.label == .sizes)
        #expect(traits.sampling.prediction == .noise)
    }

    @Test func `marks in a file of XL tell what it predicts`() throws {
        let velocity = try Self.traits(SyntheticCheckpoint.stableDiffusionXL, adding: ["v_pred": Self.mark(0)])
        #expect(velocity.sampling.prediction == .velocity)
        #expect(abs(velocity.sampling.highestSigma - 14.614641) < 1e-4)
        let pure = try Self.traits(
            SyntheticCheckpoint.stableDiffusionXL, adding: ["v_pred": Self.mark(0), "ztsnr": Self.mark(0)])
        #expect(abs(pure.sampling.highestSigma - 4518.76) < 1)
        let continuous = try Self.traits(
            SyntheticCheckpoint.stableDiffusionXL, adding: ["edm_vpred.sigma_max": Self.mark(120)])
        #expect(continuous.sampling.prediction == .velocity)
        #expect(abs(continuous.sampling.highestSigma - 120) < 1e-3)
        let playground = try Self.traits(
            SyntheticCheckpoint.stableDiffusionXL, adding: ["edm_mean": Self.mark(0), "edm_std": Self.mark(1)])
        #expect(playground.latentFormat == .playground)
        #expect(abs(playground.sampling.highestSigma - 80) < 1e-3)
    }

    @Test func `the label of XL takes a prompt's numbers, or the picture's size`() throws {
        let pooled = Tensor(noise(16), shape: [1, 16])
        var entry = ConditioningEntry(context: Tensor(zeros: [1, 77, 32]), pooled: pooled)
        func label(_ width: Int, isNegative: Bool = false) -> Tensor? {
            LabelEncoding.sizes.label(
                for: entry, width: width, height: 96, pictureWidth: 64, isNegative: isNegative, seed: 1)
        }
        #expect(label(16 + 1536)?.array == SizeLabel(height: 96, width: 64).label(pooled: pooled).array)
        entry.parameters = ["width": 640, "height": 480, "crop_w": 8, "crop_h": 4, "target_width": 1024]
        var size = SizeLabel(height: 480, width: 640)
        (size.cropTop, size.cropLeft, size.targetWidth) = (4, 8, 1024)
        #expect(label(16 + 1536)?.array == size.label(pooled: pooled).array)
        // The refiner has room for five numbers; a prompt to avoid is ugly unless it says otherwise.
        #expect(label(16 + 1280)?.array == size.label(pooled: pooled, score: 6).array)
        #expect(label(16 + 1280, isNegative: true)?.array == size.label(pooled: pooled, score: 2.5).array)
        entry.parameters["aesthetic_score"] = 4
        #expect(label(16 + 1280, isNegative: true)?.array == size.label(pooled: pooled, score: 4).array)
    }

    @Test func `pictures take the prompt's place, blurred as PyTorch draws it`() throws {
        var entry = ConditioningEntry(context: Tensor(zeros: [1, 77, 32]))
        let vectors = Tensor(noise(64), shape: [2, 32])
        SeenPicture.attach(vectors[rows: 0..<1], strength: 0.5, noise: 0, to: &entry)
        func label() throws -> Tensor {
            try #require(
                LabelEncoding.pictures.label(
                    for: entry, width: 64, height: 64, pictureWidth: 64, isNegative: false, seed: 42))
        }
        // Level 0 keeps nearly all of the picture; its number, 0, has cosines of 1 and sines of 0.
        let single = try label()
        let kept = NoiseTable(spacing: .cosine).kept(at: 0)
        let drawn = initialNoise(seed: 32, shape: [1, 32])
        let blurred = vectors[rows: 0..<1] * Float(kept.squareRoot()) + drawn * Float((1 - kept).squareRoot())
        #expect(single.sliced(axis: 1, 0..<32).array == (blurred * 0.5).array)
        #expect(single.array.suffix(32) == [Float](repeating: 0.5, count: 16) + [Float](repeating: 0, count: 16))
        SeenPicture.attach(vectors[rows: 1..<2], strength: 1, noise: 0.3, to: &entry)
        #expect(SeenPicture.all(of: entry).map(\.strength) == [0.5, 1])
        #expect(try label().shape == [1, 64])
        #expect(try label().array != single.array)
    }

    @Test func `an inpainting network sees the mask and the picture around the hole`() throws {
        let format = LatentFormat.stableDiffusion
        let latent = Tensor(noise(2 * 4 * 6 * 4), shape: [2, 4, 6, 4])
        var entry = ConditioningEntry(context: Tensor(zeros: [1, 77, 32]))
        let bare = try #require(
            ExtraChannels.hole.channels(for: entry, in: .init(latent: latent, mask: nil, format: format, seed: 0)))
        #expect(bare.shape == [2, 5, 6, 4])
        #expect(bare.sliced(axis: 1, 0..<1).array.allSatisfy { $0 == 1 })
        #expect(bare.sliced(axis: 1, 2..<3).array.allSatisfy { $0 == -0.6876 })
        let image = Tensor(noise(4 * 6 * 4), shape: [1, 4, 6, 4])
        entry.tensors["concat_latent_image"] = image
        entry.tensors["concat_mask"] = Tensor(repeating: 0.7, shape: [1, 48, 32])
        let filled = try #require(
            ExtraChannels.hole.channels(for: entry, in: .init(latent: latent, mask: nil, format: format, seed: 0)))
        #expect(filled.sliced(axis: 1, 0..<1).array.allSatisfy { $0 == 1 })
        #expect(filled[rows: 1..<2].sliced(axis: 1, 1..<5).array == format.encoded(image).array)
        let picture = try #require(
            ExtraChannels.picture(isScaled: false).channels(
                for: entry, in: .init(latent: latent, mask: nil, format: format, seed: 0)))
        #expect(picture[rows: 0..<1].array == image.array)
        #expect(ExtraChannels(count: 5, of: 4, isPictureScaled: false) == .hole)
        #expect(ExtraChannels(count: 4, of: 4, isPictureScaled: true) == .picture(isScaled: true))
    }

    /// What ComfyUI's `ImageConcatWithNoiseAugmentation` makes of it with a seed of 7.
    @Test func `the upscaler sees its picture under as much noise as a prompt says`() throws {
        let image = Tensor((0..<12).map { Float($0) * 2 / 11 - 1 }, shape: [1, 3, 2, 2])
        let scene = ExtraChannels.Scene(
            latent: Tensor(zeros: [1, 4, 2, 2]), mask: nil, format: .stableDiffusion, seed: 7)
        var entry = ConditioningEntry(context: Tensor(zeros: [1, 77, 32]))
        func seen() throws -> Tensor { try #require(ExtraChannels.smallPicture.channels(for: entry, in: scene)) }
        func level() -> [Float]? {
            LabelEncoding.noiseLevel.label(
                for: entry, width: 1, height: 8, pictureWidth: 8, isNegative: false, seed: 7)?.array
        }
        #expect(try seen().array == [Float](repeating: 0, count: 12))
        entry.tensors["concat_image"] = image
        #expect(try seen().array == image.array)
        #expect(level() == [0])
        entry.parameters["noise_augmentation"] = 0.3
        let wanted: [Float] = [
            -0.892_213_2, -0.805_811_05, -0.900_994_9, -0.540_250_5, -0.348_877_4, -0.436_283_23, 0.161_157_52,
            0.234_767_05, 0.549_863, 0.514_570_9, 0.629_905_1, 0.848_158_96,
        ]
        #expect(zip(try seen().array, wanted).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(level() == [105])
    }

    @Test func `numbers as labels tell the upscaler, whose first attentions are to the prompt`() throws {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addUNet(
            "model.diffusion_model", channels: 64, multipliers: [1, 1], depths: [0, 1], middle: 1, context: 48,
            linear: true)
        checkpoint.add("model.diffusion_model.label_emb.weight", [10, 256])
        var tensors = checkpoint.tensors
        for (name, tensor) in tensors where name.hasSuffix("attn1.to_k.weight") || name.hasSuffix("attn1.to_v.weight") {
            tensors[name] = syntheticWeights(name, [tensor.shape[0], 48])
        }
        let network = try UNet(Weights(tensors, origin: "tiny") / "model.diffusion_model")
        #expect(network.configuration.trunk.labelCount == 10)
        #expect(network.configuration.trunk.heads == .count(8))
        let traits = try DiffusionTraits(of: network, in: tensors)
        #expect(traits.label == .noiseLevel)
        #expect(traits.extraChannels == .smallPicture)
        #expect(traits.sampling.prediction == .velocity)
        #expect(traits.latentFormat.scale == 0.08333)
        let latent = Tensor(noise(4 * 4 * 4), shape: [1, 4, 4, 4])
        func predicted(_ label: Float, _ context: Tensor) throws -> [Float] {
            try network(latent, timesteps: [500], context: context, label: Tensor([label], shape: [1, 1])).array
        }
        let context = Tensor(noise(5 * 48), shape: [1, 5, 48])
        let plain = try predicted(3, context)
        #expect(try predicted(4, context) != plain)
        // Beyond the last there is none: the last is taken.
        #expect(try predicted(9, context) == predicted(99, context))
        #expect(try predicted(3, context * 0.5) != plain)
    }

    @Test(arguments: [(5, 2, [0, 4]), (2, 5, [0, 0, 1, 1, 1]), (3, 3, [0, 1, 2]), (4, 1, [0])])
    func `rows are spread evenly over another batch`(own: Int, wanted: Int, rows: [Int]) {
        let tensor = Tensor((0..<own).map { Float($0) }, shape: [own, 1])
        #expect(tensor.spread(toBatch: wanted).array == rows.map { Float($0) })
    }
}

extension [UInt8] {
    fileprivate init(bits value: Float) {
        self = [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value.bitPattern >> $0) }
    }
}
