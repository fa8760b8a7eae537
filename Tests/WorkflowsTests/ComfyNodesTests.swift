import JSON
import Testing
import Workflows

struct ComfyNodesTests {
    private let nodes = ComfyNodes.all

    @Test func `every local type has a declaration that can be read`() {
        let local = nodes.names.filter { nodes.kind(of: $0) == .local }
        #expect(local.count == 633)
        #expect(local.filter { nodes.declaration(of: $0) == nil } == [])
    }

    @Test func `a declaration keeps order, presets and ranges`() throws {
        let sampler = try #require(nodes.declaration(of: "KSampler"))
        #expect(
            sampler.inputs.map(\.name) == [
                "model", "seed", "steps", "cfg", "sampler_name", "scheduler", "positive", "negative", "latent_image",
                "denoise",
            ])
        let seed = sampler.inputs[1]
        #expect(seed.type == "INT")
        #expect(seed.facts["max"]?.number?.uint64 == .max)
        #expect(sampler.outputTypes == ["LATENT"])
    }

    @Test func `services on the internet are known by name, other names not at all`() {
        #expect(nodes.kind(of: "OpenAIDalle3") == .online)
        #expect(nodes.declaration(of: "OpenAIDalle3") == nil)
        #expect(nodes.kind(of: "KSamplr") == nil)
    }
}
