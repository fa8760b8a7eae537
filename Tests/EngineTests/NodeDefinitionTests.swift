import Engine
import Testing

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
}
