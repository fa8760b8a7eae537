import Engine
import JSON
import Testing

struct MemoryTests {
    /// Something of so many bytes, of which nothing is really there.
    struct Block: Outlined {
        static let portType = "BLOCK"
        let memoryCost: Int
        var outline: Outline { Outline(bytes: memoryCost) }

        struct Outline: MemoryOutline {
            let bytes: Int
            var files: [String: Int] = [:]
        }
    }

    struct Quarry: EstimatesMemory {
        static let summary = "Make a block."
        @Input("Bytes.", in: 0...Int.max) var bytes = 0
        @Input("Something to wait for.") var after: Anything?
        @Output var block: Block

        func estimateMemory() -> MemoryNeed? {
            $block.expect(Block.Outline(bytes: bytes))
            return MemoryNeed(working: 0)
        }

        func run(_ context: RunContext) { block = Block(memoryCost: bytes) }
    }

    /// Works with ten times what it gets, or with twice as much if there is no more.
    struct Mason: EstimatesMemory {
        static let summary = "Work on a block."
        @Input("The block.") var block: Block
        @Output var worked: Block
        @Output("was told") var spare: Int

        func estimateMemory() -> MemoryNeed? {
            guard let outline = $block.outline else { return nil }
            $worked.expect(outline)
            return MemoryNeed(
                working: outline.bytes.saturatingMultiply(by: 10), least: outline.bytes.saturatingMultiply(by: 2))
        }

        func run(_ context: RunContext) {
            worked = block
            spare = context.spareMemory ?? -1
        }
    }

    private func runner(limit: Int?, overlap: Int = 1) throws -> (ToyWorld, Runner) {
        let world = try ToyWorld()
        let nodes = NodeCatalog([Quarry.self, Mason.self, ToySink.self, ToyTell.self, ToyAdd.self])
        let runner = Runner(
            nodes: nodes, folders: world.folders, files: WholeContent(), memory: ResultMemory(budget: 0),
            overlap: overlap, memoryLimit: limit)
        return (world, runner)
    }

    private func graph(bytes: Int, room: String = "memory") -> Graph {
        Graph([
            "1": ("Quarry", ["bytes": .int(bytes)]), "2": ("Mason", ["block": ["1", 0]]),
            "3": ("ToySink", ["value": ["2", 0]]), "4": ("ToyTell", ["room": .string(room), "value": ["2", 1]]),
        ])
    }

    @Test func `a forecast adds up what is held, made and worked with`() throws {
        let (world, runner) = try runner(limit: nil)
        let forecast = try runner.check(graph(bytes: 100)).memoryForecast()
        #expect(forecast.nodes.map(\.node.id) == ["1", "2"])
        #expect(
            forecast.nodes.map { $0.total - (32 << 20) } == [100, 1200] && forecast.nodes.map(\.least) == [100, 400])
        #expect(forecast.peak?.node.id == "2")
        _ = world
    }

    /// A network whose weights lie in a file of a name and size.
    struct Opener: EstimatesMemory {
        static let summary = "Open a network."
        @Input("Of the file.") var name: String
        @Input("Of the file.", in: 0...Int.max) var bytes = 0
        @Output var block: Block

        func estimateMemory() -> MemoryNeed? {
            guard let file = $name.literal, let size = $bytes.literal else { return nil }
            $block.expect(Block.Outline(bytes: 0, files: [file: size]))
            return MemoryNeed(working: 0)
        }

        func run(_ context: RunContext) { block = Block(memoryCost: bytes) }
    }

    /// Passes a network on without a word.
    struct Patch: Node {
        static let summary = "Patch a network."
        @Input("The network.") var block: Block
        @Output var patched: Block
        func run(_ context: RunContext) { patched = block }
    }

    /// Binds a network to what may hold others already.
    struct Bind: Node {
        static let summary = "Bind a network."
        @Input("What holds.", in: 0...9) var holder = 0
        @Input("The network.") var block: Block
        @Output var held: Int
        func run(_ context: RunContext) { held = holder }
    }

    @Test func `what holds several networks holds all of their files`() throws {
        let world = try ToyWorld()
        let runner = Runner(
            nodes: NodeCatalog([Opener.self, Quarry.self, Bind.self, ToySink.self]), folders: world.folders,
            files: WholeContent(),
            memory: ResultMemory(budget: 0))
        let graph = Graph([
            "a": ("Opener", ["name": "one", "bytes": .int(1 << 30)]),
            "b": ("Opener", ["name": "other", "bytes": .int(1 << 20)]),
            "c": ("Bind", ["holder": 1, "block": ["a", 0]]), "d": ("Bind", ["holder": ["c", 0], "block": ["b", 0]]),
            "e": ("Quarry", ["bytes": 1, "after": ["d", 0]]), "f": ("ToySink", ["value": ["e", 0]]),
        ])
        let forecast = try runner.check(graph).memoryForecast()
        #expect(forecast.nodes.last?.mapped == (1 << 30) + (1 << 20))
    }

    @Test func `files count from their first use to the last of what lies in them, and can be taken away`() throws {
        let world = try ToyWorld()
        let runner = Runner(
            nodes: NodeCatalog([Opener.self, Mason.self, Patch.self, ToySink.self]), folders: world.folders,
            files: WholeContent(), memory: ResultMemory(budget: 0))
        let graph = Graph([
            "a": ("Opener", ["name": "one", "bytes": .int(1 << 30)]), "b": ("Patch", ["block": ["a", 0]]),
            "c": ("Mason", ["block": ["b", 0]]), "d": ("ToySink", ["value": ["c", 0]]),
            "e": ("Opener", ["name": "other", "bytes": .int(1 << 20)]), "f": ("Mason", ["block": ["e", 0]]),
            "g": ("ToySink", ["value": ["f", 0]]),
        ])
        let forecast = try runner.check(graph).memoryForecast()
        let mapped = Dictionary(uniqueKeysWithValues: forecast.nodes.map { ($0.node.id, $0.mapped) })
        #expect(mapped == ["a": 0, "c": 1 << 30, "e": 0, "f": 1 << 20])
        // The one file is gone before the other comes.
        #expect(forecast.peak?.node.id == "c" && forecast.shortage(within: 1 << 20) == nil)
    }

    @Test func `what is sure to need too much is refused before anything runs, with the numbers`() throws {
        let (world, runner) = try runner(limit: 1 << 30)
        let failure = #expect(throws: NodeFailure.self) {
            try runner.plan(runner.check(graph(bytes: 12 << 40)))
        }
        #expect(
            failure?.description
                == "node 1 (Quarry): it needs 12.0 TiB of memory, 12.0 TiB of it for what it makes, but there are 1.0 GiB. "
                + "Ask for a smaller size or a smaller batch, or raise --memory.")
        #expect(throws: NodeFailure.self) { try runner.plan(runner.check(graph(bytes: .max))) }
        _ = world
    }

    static let limits: [(Int?, String)] = [(nil, "-1"), (2000, "1800"), (500, "300")]

    @Test(arguments: limits) func `a node is told what is left for its work`(
        limit: Int?, told: String
    ) async throws {
        let (world, runner) = try runner(limit: limit)
        let room = "memory \(limit ?? 0)"
        try await runner.run(graph(bytes: 100, room: room))
        #expect(ToyTell.told(in: room) == [told])
        _ = world
    }

    @Test func `nodes that do not fit side by side run one after the other`() async throws {
        for (limit, overlap) in [(10_000, 2), (1000, 1)] {
            let (world, runner) = try runner(limit: limit, overlap: 2)
            let nodes = (0..<6).flatMap { index -> [GraphNode] in
                let block = GraphInput(name: "block", value: .link(from: NodeID("q\(index)"), slot: 0))
                let value = GraphInput(name: "value", value: .link(from: NodeID("m\(index)"), slot: 0))
                return [
                    GraphNode(
                        id: NodeID("q\(index)"), type: "Quarry",
                        inputs: [.init(name: "bytes", value: .literal(.int(50 + index)))]),
                    GraphNode(id: NodeID("m\(index)"), type: "Mason", inputs: [block]),
                    GraphNode(id: NodeID("s\(index)"), type: "ToySink", inputs: [value]),
                ]
            }
            let log = ToyLog()
            try await runner.run(Graph(nodes: nodes)) { log.append($0) }
            #expect(log.events.filter { if case .finished = $0 { true } else { false } }.count == 18)
            _ = (world, overlap)
        }
    }

    @Test func `a node that turns out to need too much fails, and the rest is made`() async throws {
        let (world, runner) = try runner(limit: 1000)
        // What 2 gets is known only while running.
        let graph = Graph([
            "1": ("Quarry", ["bytes": ["5", 0]]), "2": ("Mason", ["block": ["1", 0]]),
            "3": ("ToySink", ["value": ["2", 0]]), "5": ("ToyAdd", ["a": 400, "b": 0]),
            "6": ("ToySink", ["value": ["5", 0]]),
        ])
        let log = ToyLog()
        let failure = await #expect(throws: RunFailure.self) { try await runner.run(graph) { log.append($0) } }
        #expect(
            failure?.description
                == "node 2 (Mason): it needs 1.6 KiB of memory, 400 B of it for what it makes, but there are 1000 B. "
                + "Ask for a smaller size or a smaller batch, or raise --memory.")
        #expect(log.events.contains { if case .finished(let node, _) = $0 { node.id == "6" } else { false } })
        _ = world
    }

    static let texts = [
        (0, "0 B"), (1000, "1000 B"), (1024, "1.0 KiB"), (640 << 20, "640 MiB"), (12 << 40, "12.0 TiB"),
        (Int.max, "8.0 EiB"),
    ]

    @Test(arguments: texts) func `bytes are told in units`(bytes: Int, text: String) {
        #expect(byteText(bytes) == text)
    }
}
