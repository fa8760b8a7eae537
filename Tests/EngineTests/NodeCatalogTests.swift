import Engine
import JSON
import Testing

struct NodeCatalogTests {
    private struct Careless: Node {
        static let typeName = "Careless"
        static let summary = ""
        @Input("Twice.", in: 0...10) var count = 11
        @Input("Twice.", in: 0...1, name: "count") var other = 0.5
        @Input("Too much.", in: 0...1) var fraction = 1.5
        @Input("A file of no folder.") var file: FileName
        func run(_ context: RunContext) {}
    }

    private struct Twin: Node {
        static let typeName = "Careless"
        static let summary = "Another of that name."
        func run(_ context: RunContext) {}
    }

    @Test func `mistakes in declarations are found`() {
        #expect(
            NodeCatalog.faults(in: [Careless.self, Twin.self]) == [
                "Careless: no summary",
                "Careless: input 'count': the default 11 is not in 0...10",
                "Careless: two inputs are called 'count'",
                "Careless: input 'fraction': the default 1.5 is not in 0.0...1.0",
                "Careless: input 'file': a file name without a folder; declare it with 'from:'",
                "Careless: two node types have this name",
            ])
        #expect(NodeCatalog.faults(in: ToyWorld.nodes) == [])
    }

    @Test func `a declaration is served as ComfyUI does`() throws {
        let world = try ToyWorld()
        let info = world.runner.nodes.objectInfo(folders: world.folders, only: ["ToySampling", "Zzz"])
        #expect(
            info.serialized() == """
                {"ToySampling":{"input":{"required":{\
                "model":["MODEL",{"tooltip":"The model."}],\
                "seed":["INT",{"default":0,"min":0,"max":18446744073709551615,"control_after_generate":true,\
                "tooltip":"The noise to start from."}],\
                "steps":["INT",{"default":20,"min":1,"max":10000,"tooltip":"Denoising steps."}],\
                "cfg":["FLOAT",{"default":8.0,"min":0.0,"max":100.0,"step":0.1,"round":0.01,\
                "tooltip":"How closely to follow the prompt."}],\
                "sampler_name":[["euler","heun","euler_ancestral"],{"tooltip":"The sampler."}],\
                "positive":["CONDITIONING",{"tooltip":"What to show."}],\
                "latent_image":["LATENT",{"tooltip":"Where to start."}],\
                "denoise":["FLOAT",{"default":1.0,"min":0.0,"max":1.0,"step":0.01,\
                "tooltip":"The part of the steps to do."}]},\
                "optional":{"negative":["CONDITIONING",{"tooltip":"What to avoid."}]}},\
                "input_order":{"required":["model","seed","steps","cfg","sampler_name","positive","latent_image","denoise"],\
                "optional":["negative"]},\
                "is_input_list":false,"output":["LATENT"],"output_is_list":[false],"output_name":["LATENT"],\
                "name":"ToySampling","display_name":"Sampling","description":"Denoise a latent.","python_module":"nodes",\
                "category":"model/sampling","output_node":false,"has_intermediate_output":false,"search_aliases":[]}}
                """)
    }

    @Test func `files and flags are served too`() throws {
        let world = try ToyWorld()
        let info = world.runner.nodes.objectInfo(folders: world.folders)
        #expect(info.object?.count == ToyWorld.nodes.count)
        #expect(
            info["ToyLoader"]?["input"]?["required"]?["ckpt_name"]
                == [["tiny.safetensors"], ["tooltip": "The checkpoint."]])
        #expect(
            info["ToyPrompt"]?["input"]?["required"]?["text"]
                == ["STRING", ["multiline": true, "dynamicPrompts": true, "tooltip": "The words."]])
        #expect(info["ToySave"]?["output_node"] == true)
        #expect(info["ToyTaker"]?["input"]?["optional"]?["word"]?[1]?["default"] == "euler")
    }
}
