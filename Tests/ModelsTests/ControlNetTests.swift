import Foundation
import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

/// Truth: diffusers' `ControlNetModel` with the same weights; relative L2 error within 1e-4.
struct ControlNetTests {
    private static let tensors = {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addControlNet(
            "control_model", channels: 32, multipliers: [1, 2], depths: [1, 0], middle: 1, context: 48)
        return checkpoint.tensors
    }()

    private let golden: GoldenFile

    init() throws { golden = try GoldenFile("control") }

    private func check(_ network: ControlNet) throws {
        let guide = try network.guide(golden["picture"])
        golden.check("guide", guide)
        let residuals = try network(
            channelsFirst(golden["latent"]), timesteps: golden["timesteps"].array,
            context: network.prepare(golden["context"]), guide: guide)
        #expect(residuals.skips.count == 6)
        for (index, skip) in residuals.skips.enumerated() { golden.check("zero_convs.\(index)", skip) }
        golden.check("middle_block_out", try #require(residuals.middle))
    }

    @Test func `every residual agrees with diffusers`() throws {
        try check(ControlNet(file: Self.tensors, origin: "tiny"))
    }

    @Test func `a file without prefix is the same`() throws {
        let bare = Dictionary(
            uniqueKeysWithValues: Self.tensors.map { (String($0.dropFirst("control_model.".count)), $1) })
        try check(ControlNet(file: bare, origin: "tiny"))
    }

    @Test func `a file in the layout of diffusers is the same`() throws {
        let renamed = try GoldenFile.renamed(Self.tensors, by: "control-names.txt")
        #expect(renamed.count == Self.tensors.count)
        try check(ControlNet(file: renamed, origin: "tiny"))
    }

    @Test func `strength scales, several networks add`() throws {
        let network = try ControlNet(file: Self.tensors, origin: "tiny")
        let guide = try network.guide(golden["picture"])
        let residuals = try network(
            channelsFirst(golden["latent"]), timesteps: golden["timesteps"].array,
            context: network.prepare(golden["context"]), guide: guide)
        let sum = try residuals * 0.25 + residuals * 0.5
        for (found, whole) in zip(sum.skips, residuals.skips) {
            #expect(relativeError(found.array, (whole * 0.75).array) < 1e-6)
        }
        #expect(sum.middle?.shape == residuals.middle?.shape)
    }

    @Test func `a file of another kind is refused`() {
        let error = #expect(throws: WeightsError.self) {
            try ControlNet(file: SyntheticCheckpoint.stableDiffusion, origin: "tiny")
        }
        #expect(error?.remedy == "This file has no control network; choose another.")
    }
}
