import Testing

@testable import Engine

struct NodeDefinitionTests {
    @Test func `a node's ports are read from its properties in their order`() {
        let definition = NodeDefinition(ToySampling.self)

        #expect(definition.typeName == "ToySampling")
        #expect(
            definition.inputs.map(\.name) == [
                "model", "seed", "steps", "cfg", "sampler_name", "positive", "negative", "latent_image", "denoise",
            ])
        #expect(
            definition.inputs.map(\.kind.portType) == [
                "MODEL", "INT", "INT", "FLOAT", "COMBO", "CONDITIONING", "CONDITIONING", "LATENT", "FLOAT",
            ])
        #expect(definition.inputs.filter(\.isOptional).map(\.name) == ["negative"])
        #expect(definition.outputs.map(\.name) == ["LATENT"])
    }

    @Test func `a range keeps seeds of 64 bits`() {
        let seed = NodeDefinition(ToySampling.self).input(named: "seed")
        #expect(seed?.kind == .integer(range: 0...18_446_744_073_709_551_615, step: 1, isSeed: true))
    }

    static let names = [
        ("_width", "width"), ("_batchSize", "batch_size"), ("_clipName1", "clip_name1"),
        ("_startAtStep", "start_at_step"),
        ("_sourceURL", "source_url"), ("_URLPath", "url_path"), ("_x", "x"), ("_add_noise", "add_noise"), ("_", ""),
    ]

    @Test(arguments: names) func `graph names are properties' names in snake case`(property: String, name: String) {
        #expect(snakeCase(ofProperty: property) == name)
    }

    @Test func `a node can be tested alone`() async throws {
        let folders = Folders(models: [], input: "", output: "", temp: "")
        let node = ToyCanvas()
        node.width = 64
        node.run(RunContext(folders: folders))
        #expect(node.latent.text == "64x512x1")
    }
}
