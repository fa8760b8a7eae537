import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

/// Truth: diffusers' `UNet2DConditionModel` with the same weights; relative L2 error of each block within 1e-4.
struct UNetTests {
    private static let tensors = {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addUNet(
            "model.diffusion_model", channels: 32, multipliers: [1, 2, 2], depths: [1, 1, 0], middle: 1, context: 48)
        return checkpoint.tensors
    }()

    private static func stableDiffusion() throws -> UNet {
        try UNet(Weights(tensors, origin: "tiny") / "model.diffusion_model")
    }

    private static let labelledTensors = {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addUNet(
            "model.diffusion_model", channels: 64, multipliers: [1, 2], depths: [0, 2], middle: 2, context: 80,
            linear: true, label: 40)
        return checkpoint.tensors
    }()

    private static func labelled() throws -> UNet {
        try UNet(Weights(labelledTensors, origin: "tiny") / "model.diffusion_model")
    }

    private func check(_ network: UNet, against golden: GoldenFile, label: Tensor? = nil) throws {
        let trace = Trace(golden)
        let output = try network.predict(
            golden["latent"], timesteps: golden["timesteps"].array, context: network.prepare(golden["context"]),
            label: label, observe: trace.observe)
        golden.check("output", output)
        let inputs: Set = ["latent", "timesteps", "context", "label", "output", "output.still"]
        #expect(trace.names == Set(golden.tensors.keys).subtracting(inputs))
    }

    @Test func `every block agrees with diffusers, at odd sizes`() throws {
        try check(Self.stableDiffusion(), against: GoldenFile("unet"))
    }

    @Test func `every block agrees with 64-wide heads, matrices as projections and a label`() throws {
        let golden = try GoldenFile("unet-label")
        try check(Self.labelled(), against: golden, label: golden["label"])
    }

    @Test(arguments: ["unet", "unet-label"])
    func `a file in the layout of diffusers is the same`(name: String) throws {
        let own = try name == "unet" ? Self.stableDiffusion() : Self.labelled()
        let tensors = name == "unet" ? Self.tensors : Self.labelledTensors
        let renamed = try GoldenFile.renamed(tensors, by: "\(name)-names.txt")
        #expect(renamed.count == tensors.count)
        let network = try UNet(file: renamed, origin: "tiny")
        #expect(network.configuration == own.configuration)
        let golden = try GoldenFile(name)
        try check(network, against: golden, label: name == "unet" ? nil : golden["label"])
    }

    @Test func `tokens of the middle keep their own values where a patch asks for it`() throws {
        var patches = UNetPatches()
        patches.blocksWithoutSelfAttention = [.middle]
        for (name, network) in [("unet", try Self.stableDiffusion()), ("unet-label", try Self.labelled())] {
            let golden = try GoldenFile(name)
            let output = try network.predict(
                golden["latent"], timesteps: golden["timesteps"].array, context: network.prepare(golden["context"]),
                label: golden.tensors["label"], patches: patches)
            golden.check("output.still", output)
        }
    }

    @Test func `a patch changes what output blocks take in`() throws {
        let golden = try GoldenFile("unet")
        let network = try Self.stableDiffusion()
        var patches = UNetPatches()
        func output() throws -> [Float] {
            try network(
                channelsFirst(golden["latent"]), timesteps: golden["timesteps"].array,
                context: network.prepare(golden["context"]), patches: patches
            ).array
        }
        let plain = try output()
        patches.beforeOutputBlock = [{ ($0, $1) }]
        #expect(try output() == plain)
        patches.beforeOutputBlock += [{ ($0 * 1.1, $1) }]
        #expect(try output() != plain)
    }

    @Test func `the latent goes in and comes out with channels first`() throws {
        let golden = try GoldenFile("unet")
        let latent = try channelsFirst(golden["latent"])
        let output = try Self.stableDiffusion()(
            latent, timesteps: golden["timesteps"].array, context: golden["context"])
        #expect(output.shape == latent.shape)
        golden.check("output", channelsLast(output))
    }

    @Test func `residuals of a control network are added to skips and middle`() throws {
        let golden = try GoldenFile("unet")
        let network = try Self.stableDiffusion()
        func output(_ control: ControlResiduals?) throws -> [Float] {
            try network(
                channelsFirst(golden["latent"]), timesteps: golden["timesteps"].array, context: golden["context"],
                control: control
            ).array
        }
        let names = network.configuration.trunk.input.indices.map { index in
            "input_blocks.\(index + 1).\(network.configuration.trunk.input[index].depth > 0 ? 1 : 0)"
        }
        let shapes = try (["input_blocks.0.0"] + names).map { try golden[$0].shape }
        let zeros = ControlResiduals(
            skips: shapes.map { Tensor(zeros: $0) }, middle: Tensor(zeros: try golden["middle_block.2"].shape))
        let plain = try output(nil)
        #expect(try output(zeros) == plain)
        for index in shapes.indices {
            var control = zeros
            control.skips[index] = Tensor(repeating: 0.5, shape: shapes[index])
            #expect(try output(control) != plain, "skip \(index)")
        }
        var control = zeros
        control.middle = Tensor(repeating: 0.5, shape: try golden["middle_block.2"].shape)
        #expect(try output(control) != plain)
    }

    @Test func `the configuration is read from the shapes`() throws {
        let plain = try Self.stableDiffusion().configuration
        #expect(plain.trunk.modelChannels == 32)
        #expect(plain.trunk.input.map(\.width) == [32, 32, 32, 64, 64, 64, 64, 64])
        #expect(plain.trunk.input.map(\.depth) == [1, 1, 0, 1, 1, 0, 0, 0])
        #expect(plain.output.map(\.resamples) == [false, false, true, false, false, true, false, false, false])
        #expect(plain.trunk.contextWidth == 48)
        #expect(plain.trunk.labelWidth == nil)
        #expect(plain.trunk.heads == .count(8))
        let labelled = try Self.labelled().configuration
        #expect(labelled.trunk.labelWidth == 40)
        #expect(labelled.trunk.heads == .width(64))
        #expect(labelled.trunk.middle.depth == 2)
    }

    @Test(arguments: [
        "model.diffusion_model.input_blocks.0.0.weight", "model.diffusion_model.input_blocks.1.0.in_layers.2.weight",
        "model.diffusion_model.input_blocks.4.0.out_layers.3.bias", "model.diffusion_model.out.2.weight",
        "model.diffusion_model.middle_block.1.transformer_blocks.0.attn2.to_k.weight",
        "model.diffusion_model.time_embed.2.weight",
    ])
    func `a missing tensor is named`(name: String) {
        var tensors = SyntheticCheckpoint.stableDiffusion
        tensors[name] = nil
        let error = #expect(throws: WeightsError.self) {
            try StableDiffusionCheckpoint(tensors, origin: "tiny").unet()
        }
        guard case .missing(name, _) = error?.problem else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `blocks that do not mirror each other are refused`() {
        var tensors = SyntheticCheckpoint.stableDiffusion
        // The doubling in the middle of the way up.
        tensors["model.diffusion_model.output_blocks.2.1.conv.weight"] = nil
        #expect(throws: WeightsError.self) { try StableDiffusionCheckpoint(tensors, origin: "tiny").unet() }
    }

    @Test func `a cancelled task stops between blocks`() async throws {
        let network = try Self.stableDiffusion()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try network(
                Tensor(zeros: [1, 4, 8, 8]), timesteps: [1], context: Tensor(zeros: [1, 7, 48]))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
