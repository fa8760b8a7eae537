import Diffusion
import Engine
import Foundation
import Layers
import Tensors
import TestSupport
import Testing

@testable import Nodes

/// Truth: PyTorch's Fourier transform, recorded by `Tests/Golden/Nodes/record_frequencies.py`.
struct FreScaTests {
    struct Recorded: Decodable {
        let shape: [Int]
        let low, high: Double
        let cutoff: Int
        let positive, negative, result: [Float]
    }

    @Test func `slow and quick waves of guidance are scaled by themselves`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "Golden/Nodes/frequencies.json"))
        for wanted in try JSONDecoder().decode([Recorded].self, from: data) {
            let found = try changed(wanted, hasNegative: true)
            let error = relativeError(found.positive.array, wanted.result)
            #expect(error < 1e-5)
            #expect(found.negative.array == wanted.negative)
            // Where no negative prompt counts, there is no guidance.
            #expect(try changed(wanted, hasNegative: false).positive.array == wanted.positive)
        }
    }

    private func changed(_ wanted: Recorded, hasNegative: Bool) throws -> (positive: Tensor, negative: Tensor) {
        let node = FreSca()
        node.model = Model(
            network: .failure(WeightsError(.missing("none", shape: nil), origin: "test", remedy: "")), memoryCost: 0)
        (node.scaleLow, node.scaleHigh, node.freqCutoff) = (wanted.low, wanted.high, wanted.cutoff)
        try withFolders { node.run(RunContext(folders: $0)) }
        var step = ClassifierFreeGuidance.Step(
            latent: Tensor(zeros: wanted.shape), sigma: 1, scale: 7,
            positive: Tensor(wanted.positive, shape: wanted.shape),
            negative: Tensor(wanted.negative, shape: wanted.shape))
        step.hasNegative = hasNegative
        return try node.changed.guidance.before[0](step)
    }
}
