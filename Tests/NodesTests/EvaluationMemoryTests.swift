import Cache
import Diffusion
import Foundation
import Tensors
import Testing

@testable import Engine
@testable import Nodes

/// A walk that was cut off at any step is taken up there, and comes to the same place bit for bit.
struct EvaluationMemoryTests {
    @Test(arguments: SamplerName.allCases)
    func `a walk that was cut off goes on where it was`(sampler: SamplerName) throws {
        let whole = CountingModel()
        let end = try walk(sampler, steps: 5, whole.denoiser)
        #expect(whole.evaluations > 2)

        for cut in [1, whole.evaluations / 2, whole.evaluations - 1] {
            let folder = TemporaryCache()
            let killed = CountingModel(dyingAfter: cut)
            #expect(throws: Killed.self) { try walk(sampler, steps: 5, folder.memory().denoiser(killed.denoiser)) }
            // Another process, as it were.
            let again = CountingModel()
            let resumed = try walk(sampler, steps: 5, folder.memory().denoiser(again.denoiser))
            #expect(again.evaluations == whole.evaluations - cut)
            #expect(resumed.array.map(\.bitPattern) == end.array.map(\.bitPattern))
        }
    }

    @Test func `a longer part of the same walk shares the steps before`() throws {
        let folder = TemporaryCache()
        let first = CountingModel()
        _ = try walk(.dpmpp2M, steps: 10, end: 6, folder.memory().denoiser(first.denoiser))
        let second = CountingModel()
        let end = try walk(.dpmpp2M, steps: 10, end: 9, folder.memory().denoiser(second.denoiser))
        #expect(first.evaluations == 6 && second.evaluations == 3)
        #expect(try end.array == walk(.dpmpp2M, steps: 10, end: 9, CountingModel().denoiser).array)
    }

    @Test func `another model, prompt or size shares nothing`() throws {
        let folder = TemporaryCache()
        _ = try walk(.euler, steps: 4, folder.memory().denoiser(CountingModel().denoiser))
        for memory in [folder.memory(model: "other"), folder.memory(prepared: [1])] {
            let model = CountingModel()
            _ = try walk(.euler, steps: 4, memory.denoiser(model.denoiser))
            #expect(model.evaluations == 4)
        }
        let model = CountingModel()
        _ = try walk(.euler, steps: 4, shape: [1, 4, 2, 8], folder.memory().denoiser(model.denoiser))
        #expect(model.evaluations == 4)
    }

    @Test func `a damaged step is taken again`() throws {
        let folder = TemporaryCache()
        let end = try walk(.euler, steps: 4, folder.memory().denoiser(CountingModel().denoiser))
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        let entries = files.filter { $0.hasSuffix(".safetensors") }
        #expect(entries.count == 4)
        for entry in entries.prefix(2) {
            let url = URL(fileURLWithPath: folder.path + "/" + entry)
            var bytes = try Data(contentsOf: url)
            bytes[bytes.count / 2] ^= 4
            try bytes.write(to: url)
        }
        let model = CountingModel()
        let again = try walk(.euler, steps: 4, folder.memory().denoiser(model.denoiser))
        #expect(model.evaluations == 2 && again.array == end.array)
    }

    private func walk(
        _ sampler: SamplerName, steps: Int, end: Int? = nil, shape: [Int] = [1, 4, 4, 4], _ denoiser: Denoiser
    ) throws -> Tensor {
        let sampling = ModelSampling.discrete()
        let plan = StepPlan(scheduler: .karras, steps: steps, start: 0, end: end ?? steps, endsClean: end == nil)
        let walk = KSampling(sampler: sampler, plan: plan, sampling: sampling, format: .stableDiffusion, seed: 7)
        let latent = Tensor(zeros: shape)
        return try walk(latent, noise: walk.noise(for: latent), denoiser: { _, _ in denoiser })
    }
}

private struct Killed: Error {}

/// A model that counts what it is asked, and can end in the middle of it.
private final class CountingModel {
    private(set) var evaluations = 0
    private let life: Int

    init(dyingAfter life: Int = .max) {
        self.life = life
    }

    var denoiser: Denoiser {
        Denoiser(guided: { [self] latent, sigma, needsUnconditional in
            guard evaluations < life else { throw Killed() }
            evaluations += 1
            let guided = latent * (1 / (1 + sigma * sigma)) + 0.01
            return Denoised(guided, unconditional: needsUnconditional ? guided * 0.9 : nil)
        })
    }
}

/// A cache for steps, gone with this value.
private final class TemporaryCache {
    let path = NSTemporaryDirectory() + "darkroom-steps-\(UUID().uuidString)"

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func memory(model: String = "a model", prepared: [UInt8] = []) -> EvaluationMemory {
        let folders = Folders(models: [], input: path, output: path, temp: path)
        let results = DiskResults(folder: CacheFolder(path), budget: 1 << 30, kinds: storablePorts, folders: folders)
        let node = CheckedNode.toy(KSampler.self)
        let inputs = ["model": InputFingerprint.literal(.text(model))]
        return EvaluationMemory(
            Intermediates(tier: results, maker: node, inputs: inputs), inputs: ["model"], prepared: prepared)
    }
}

extension CheckedNode {
    fileprivate static func toy(_ type: any Node.Type) -> CheckedNode {
        CheckedNode(id: "3", definition: NodeDefinition(type), inputs: [])
    }
}
