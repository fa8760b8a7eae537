import Formats
import Foundation
import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

/// Truth: ComfyUI's adapters, and PyTorch's attention, recorded by `Tests/Golden/Models/record_adapters.py`.
struct AdapterTests {
    private static func recorded(_ name: String) throws -> [String: StoredTensor] {
        let tensors = try SafetensorsFile(path: GoldenFile.url("adapters.safetensors").path).tensors
        let own = tensors.filter { $0.key.hasPrefix(name + "|") }
        return Dictionary(uniqueKeysWithValues: own.map { (String($0.key.dropFirst(name.count + 1)), $0.value) })
    }

    private static func isResult(_ name: String) -> Bool {
        name.hasPrefix("input ") || name == "middle" || name == "picture"
    }

    @Test(arguments: ["averaging", "convolving", "large", "odd", "light"])
    func `an adapter adds what ComfyUI's adds, where it adds it`(name: String) throws {
        let recorded = try Self.recorded(name)
        let network = try #require(try T2IAdapter(file: recorded.filter { !Self.isResult($0.key) }, origin: name))
        let found = try network(try #require(recorded["picture"]).tensor())
        let wanted = recorded.filter { $0.key.hasPrefix("input ") }
        #expect(Set(found.inputs.keys.map { "input \($0)" }) == Set(wanted.keys))
        for (block, feature) in found.inputs {
            let truth = try #require(wanted["input \(block)"]).tensor()
            #expect(feature.shape == truth.shape)
            let error = relativeError(feature.array, truth.array)
            #expect(error < 1e-5, "block \(block): off by \(error)")
        }
        if let middle = recorded["middle"] {
            #expect(relativeError(try #require(found.middle).array, try middle.tensor().array) < 1e-5)
        } else {
            #expect(found.middle == nil)
        }
        #expect(found.skips.isEmpty)
    }

    @Test func `diffusers' names of an adapter mean the same`() throws {
        let recorded = try Self.recorded("averaging")
        var renamed: [String: StoredTensor] = [:]
        for (name, tensor) in recorded where !Self.isResult(name) {
            let parts = name.split(separator: ".").map(String.init)
            guard parts[0] == "body", let number = Int(parts[1]) else {
                renamed["adapter.\(name)"] = tensor
                continue
            }
            let level = "adapter.body.\(number / 2)"
            let isShared = parts[2] == "in_conv" || parts[2] == "down_opt"
            let rest = parts[2...].joined(separator: ".")
            renamed[isShared ? "\(level).\(rest)" : "\(level).resnets.\(number % 2).\(rest)"] = tensor
        }
        let network = try #require(try T2IAdapter(file: renamed, origin: "diffusers"))
        let found = try network(try #require(recorded["picture"]).tensor())
        let truth = try #require(recorded["input 8"]).tensor()
        #expect(relativeError(try #require(found.inputs[8]).array, truth.array) < 1e-5)
    }

    @Test func `other files are no adapters`() throws {
        #expect(try T2IAdapter(file: SyntheticCheckpoint.stableDiffusion, origin: "tiny") == nil)
    }

    @Test func `a union is told the kind of its picture, and sees it so`() throws {
        let recorded = try Self.recorded("union")
        let union = try ControlUnion(Weights(recorded, origin: "union"))
        let seen = try #require(recorded["seen"]).tensor()
        let merged = try union.merged(seen, [.lines])
        #expect(relativeError(merged.array, try #require(recorded["merged"]).tensor().array) < 1e-5)
        let told = try union.embedding(of: [.lines])
        #expect(relativeError(told.array, try #require(recorded["embedded"]).tensor().array) < 1e-5)
        // Without a kind, what it sees stays as it is.
        #expect(try union.merged(seen, []).array == seen.array)
        #expect(throws: ModelInputError.controlKind(told: 7, known: 6)) { try union.embedding(of: [.repaint]) }
    }

    @Test func `a thin control network is the model's way down with its changes`() throws {
        let model = try StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "tiny").unet()
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addControlNet(
            "control_model", channels: 32, multipliers: [1, 1], depths: [1, 0], middle: 1, context: 32)
        let prefix = "control_model."
        let control = Dictionary(
            uniqueKeysWithValues: checkpoint.tensors.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
        let changed = "input_blocks.1.0.in_layers.2"
        let (up, down) = (syntheticWeights("up", [32, 2, 1, 1]), syntheticWeights("down", [2, 32, 3, 3]))
        var thin = control.filter {
            $0.key.hasPrefix("input_hint_block") || $0.key.hasPrefix("zero_convs")
                || $0.key.hasPrefix("middle_block_out")
        }
        thin["lora_controlnet"] = syntheticWeights("mark", [1])
        thin["\(changed).up"] = up
        thin["\(changed).down"] = down
        let found = try #require(ThinControl(file: thin, origin: "thin")).network(beside: model)

        var whole = control
        for name in model.weights.names where whole[name] != nil {
            whole[name] = try model.weights(name, model.weights.shape(name) ?? [])
        }
        let original = try #require(whole["\(changed).weight"]).tensor()
        let sum =
            original
            + matmul(
                try up.tensor().reshaped([32, 2]), try down.tensor().reshaped([2, 288])
            ).reshaped([32, 32, 3, 3])
        let truth = try ControlNet(Weights(whole, origin: "whole").replacing(["\(changed).weight": stored(sum)]))

        let context = Tensor(noise(7 * 32, seed: 1), shape: [1, 7, 32])
        let latent = Tensor(noise(4 * 64, seed: 2), shape: [1, 4, 8, 8])
        let picture = Tensor(noise(64 * 64 * 3, seed: 3).map { abs($0) }, shape: [1, 64, 64, 3])
        func residuals(_ network: ControlNet) throws -> ControlResiduals {
            try network(latent, timesteps: [300], context: network.prepare(context), guide: network.guide(picture))
        }
        let (one, other) = (try residuals(found), try residuals(truth))
        #expect(one.skips.count == other.skips.count)
        for (a, b) in zip(one.skips, other.skips) { #expect(relativeError(a.array, b.array) < 1e-5) }
        #expect(ThinControl(file: control, origin: "whole") == nil)
    }

    private func stored(_ tensor: Tensor) -> StoredTensor {
        StoredTensor(shape: tensor.shape, element: .float32, source: NarrowedWeights(.float32) { tensor })
    }
}
