import Engine
import Foundation
import JSON
import Testing

struct RunnerTests {
    @Test func `a first run runs every node that the output needs, sources first`() async throws {
        let run = await (try ToyWorld()).run(.textToImage)

        #expect(run.error == nil)
        #expect(run.started == ["4", "6", "7", "5", "3", "8", "9"])
        #expect(run.reasons.allSatisfy { $0.1 == .neverRan })
        #expect(run.finished == run.started)
    }

    @Test func `values travel along the links`() async throws {
        let world = try ToyWorld()
        let run = await world.run(.textToImage)

        #expect(run.files == [world.root + "/output/toy.txt"])
        let text = try String(contentsOfFile: world.root + "/output/toy.txt", encoding: .utf8)
        #expect(text == "tiny.safetensors 1 2 7.0 euler a lighthouse - blurry 512x512x1 1.0")
    }

    @Test func `the second identical run runs nothing and reports the saved files again`() async throws {
        let world = try ToyWorld()
        let first = await world.run(.textToImage)
        let second = await world.run(.textToImage)

        #expect(second.started == [])
        #expect(second.reused == ["9"])
        #expect(second.files == first.files && second.files == [world.root + "/output/toy.txt"])
    }

    @Test func `a changed seed reruns the sampler, the decoder and the save`() async throws {
        let world = try ToyWorld()
        _ = await world.run(.textToImage)
        let run = await world.run(try Graph.textToImage.setting("3.seed=2"))

        #expect(run.started == ["3", "8", "9"])
        #expect(run.reasons.map(\.1) == [.inputChanged("seed"), .inputChanged("samples"), .inputChanged("images")])
        #expect(run.reused == ["4", "6", "7", "5"])
    }

    @Test func `a changed prompt reruns its encoder, but not the loader`() async throws {
        let world = try ToyWorld()
        _ = await world.run(.textToImage)
        let run = await world.run(try Graph.textToImage.setting("6.text=dawn"))
        #expect(run.started == ["6", "3", "8", "9"])
    }

    @Test func `going back to an earlier seed runs nothing either`() async throws {
        let world = try ToyWorld()
        _ = await world.run(.textToImage)
        _ = await world.run(try Graph.textToImage.setting("3.seed=2").setting("9.filename_prefix=other"))
        let run = await world.run(.textToImage)
        #expect(run.started == [] && run.files == [world.root + "/output/toy.txt"])
    }

    @Test func `ids, titles and order do not matter to reuse`() async throws {
        let world = try ToyWorld()
        _ = await world.run(.textToImage)
        let renamed = Graph(
            nodes: Graph.textToImage.nodes.reversed().map { node in
                GraphNode(
                    id: NodeID("x\(node.id)"), type: node.type, title: "T",
                    inputs: node.inputs.reversed().map { input in
                        guard case .link(let from, let slot) = input.value else { return input }
                        return GraphInput(name: input.name, value: .link(from: NodeID("x\(from)"), slot: slot))
                    })
            })
        let run = await world.run(renamed)
        #expect(run.started == [] && run.reused == ["x9"])
    }

    @Test func `a checkpoint that was replaced under its name is noticed`() async throws {
        let world = try ToyWorld()
        _ = await world.run(.textToImage)
        try world.write("other", to: "models/checkpoints/tiny.safetensors")
        let run = await world.run(.textToImage)
        #expect(run.started == ["4", "6", "7", "3", "8", "9"])
        #expect(run.reasons.first?.1 == .fileChanged("ckpt_name"))
    }

    @Test func `the same checkpoint under another name is the same`() async throws {
        let world = try ToyWorld()
        _ = await world.run(.textToImage)
        try world.write("tiny", to: "models/checkpoints/copy/of.safetensors")
        let run = await world.run(try Graph.textToImage.setting("4.ckpt_name=copy/of.safetensors"))
        #expect(run.started == [])
    }

    @Test func `a picture that was deleted is made again, from what is still there`() async throws {
        let world = try ToyWorld()
        let first = await world.run(.textToImage)
        try FileManager.default.removeItem(atPath: first.files[0])
        let run = await world.run(.textToImage)
        #expect(run.started == ["9"] && run.reused == ["8"])
        #expect(run.reasons.map(\.1) == [.savedFileGone(first.files[0])])
        #expect(FileManager.default.fileExists(atPath: first.files[0]))
    }

    @Test func `without a memory everything is made again, because it was not kept`() async throws {
        let world = try ToyWorld(budget: 0)
        _ = await world.run(.textToImage)
        let run = await world.run(.textToImage)
        #expect(run.started == ["4", "6", "7", "5", "3", "8", "9"])
        #expect(run.reasons.allSatisfy { $0.1 == .evicted })
        #expect(world.runner.memory.bytes == 0 && world.runner.memory.count == 0)
    }

    @Test func `a volatile node and all that it feeds run every time`() async throws {
        let world = try ToyWorld()
        let graph = Graph([
            "1": ("ToyClock", [:]), "2": ("ToyAdd", ["a": ["1", 0], "b": 1]), "3": ("ToySink", ["value": ["2", 0]]),
            "4": ("ToyAdd", ["a": 1, "b": 1]), "5": ("ToySink", ["value": ["4", 0]]),
        ])
        _ = await world.run(graph)
        let run = await world.run(graph)
        #expect(run.started == ["1", "2", "3"])
        #expect(run.reasons.map(\.1) == [.volatile, .inputChanged("a"), .inputChanged("value")])
        #expect(run.reused == ["5"])
    }

    @Test func `two branches of one graph that do the same share one result`() async throws {
        let graph = Graph([
            "1": ("ToyAdd", ["a": 1, "b": 2]), "2": ("ToyAdd", ["b": 2, "a": 1.0]),
            "3": ("ToyAdd", ["a": ["1", 0], "b": ["2", 0]]), "4": ("ToySink", ["value": ["3", 0]]),
        ])
        let run = await (try ToyWorld()).run(graph)
        #expect(run.started == ["1", "3", "4"] && run.reused == ["2"])
        #expect(run.error == nil)
    }

    @Test func `an embedding that a prompt mentions is part of the key`() async throws {
        let world = try ToyWorld()
        try world.write("v1", to: "models/embeddings/bad.pt")
        try world.write("v1", to: "models/embeddings/good.pt")
        let graph = Graph(["1": ("ToyMention", ["text": "a bad.pt day"])])
        _ = await world.run(graph)

        try world.write("v2", to: "models/embeddings/good.pt")
        #expect(await world.run(graph).started == [])
        try world.write("v2", to: "models/embeddings/bad.pt")
        let run = await world.run(graph)
        #expect(run.started == ["1"] && run.reasons.map(\.1) == [.contentChanged])
    }

    @Test func `a linked text may mention any embedding, so that all of them count`() async throws {
        let world = try ToyWorld()
        try world.write("v1", to: "models/embeddings/good.pt")
        let graph = Graph(["0": ("ToyPair", ["has_text": true]), "1": ("ToyMention", ["text": ["0", 1]])])
        let start = try graph.setting("0.has_text=true")
        _ = await world.run(start)
        #expect(await world.run(start).started == [])
        try world.write("v2", to: "models/embeddings/good.pt")
        #expect(await world.run(start).started == ["1"])
    }

    @Test func `the plan comes first and tells what will be done`() async throws {
        let world = try ToyWorld()
        _ = await world.run(.textToImage)
        let run = await world.run(try Graph.textToImage.setting("9.filename_prefix=new"))
        #expect(
            run.events.first
                == .planned(
                    runs: [NodeName(id: "9", type: "ToySave")], reused: [NodeName(id: "8", type: "ToyDecoder")]))
    }

    @Test func `a plan alone runs nothing`() async throws {
        let world = try ToyWorld()
        let plan = try world.runner.plan(world.runner.check(.textToImage))
        #expect(plan.runs.map(\.node.id) == ["4", "6", "7", "5", "3", "8", "9"] && plan.reused.isEmpty)
        #expect(world.runner.memory.count == 0)
    }
}
