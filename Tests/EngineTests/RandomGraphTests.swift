import Engine
import Foundation
import JSON
import Synchronization
import Testing

/// Random graphs, changed a little from run to run, against plain arithmetic: whatever is reused, evicted, shared or run
/// side by side, the numbers must be right.
struct RandomGraphTests {
    /// Keeps what it is given, by its room and place.
    struct Record: Node {
        static let typeName = "Record"
        static let summary = "Keep a number."
        static let isOutput = true
        static let isVolatile = true

        @Input("The room.") var room = ""
        @Input("The place.", in: 0...10_000) var place = 0
        @Input("The number.", in: Int.min...Int.max) var number = 0

        static let rooms = Mutex<[String: [Int: Int]]>([:])

        func run(_ context: RunContext) {
            Self.rooms.withLock { $0[room, default: [:]][place] = number }
        }
    }

    /// SplitMix64; nothing but this test uses it.
    struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// What one node adds: two literals, or nodes before it.
    enum Term {
        case literal(Int)
        case node(Int)
    }

    @Test(arguments: 1...40) func `every number is what plain arithmetic says`(seed: UInt64) async throws {
        var dice = Dice(state: seed)
        let count = Int.random(in: 1...40, using: &dice)
        // Budgets from nothing to plenty, so that some results are kept and some are not.
        let world = try ToyWorld(
            budget: [0, 600, 3000, 1 << 20].randomElement(using: &dice) ?? 0,
            overlap: Int.random(in: 1...4, using: &dice),
            nodes: [ToyAdd.self, Record.self])
        var sums = (0..<count).map { index in
            (0..<2).map { _ -> Term in
                index == 0 || Bool.random(using: &dice)
                    ? .literal(Int.random(in: 0...3, using: &dice)) : .node(Int.random(in: 0..<index, using: &dice))
            }
        }

        for _ in 0..<6 {
            let room = UUID().uuidString
            let recorded = Set((0..<count).filter { _ in Int.random(in: 0..<4, using: &dice) == 0 } + [count - 1])
            let run = await world.run(graph(sums, recorded: recorded, room: room))
            #expect(run.error == nil)
            let truth = values(of: sums)
            #expect(
                Record.rooms.withLock { $0[room] } == Dictionary(uniqueKeysWithValues: recorded.map { ($0, truth[$0]) })
            )
            // Nothing runs twice.
            #expect(Set(run.started).count == run.started.count)

            let changed = Int.random(in: 0..<count, using: &dice)
            sums[changed][Int.random(in: 0...1, using: &dice)] = .literal(Int.random(in: 0...3, using: &dice))
        }
    }

    private func values(of sums: [[Term]]) -> [Int] {
        var values: [Int] = []
        for terms in sums {
            values.append(
                terms.reduce(0) { sum, term in
                    switch term {
                    case .literal(let value): sum &+ value
                    case .node(let index): sum &+ values[index]
                    }
                })
        }
        return values
    }

    private func graph(_ sums: [[Term]], recorded: Set<Int>, room: String) -> Graph {
        var nodes = sums.enumerated().map { index, terms in
            GraphNode(
                id: NodeID("\(index)"), type: "ToyAdd",
                inputs: zip(["a", "b"], terms).map { name, term in
                    switch term {
                    case .literal(let value): GraphInput(name: name, value: .literal(.int(value)))
                    case .node(let source): GraphInput(name: name, value: .link(from: NodeID("\(source)"), slot: 0))
                    }
                })
        }
        for place in recorded.sorted() {
            nodes.append(
                GraphNode(
                    id: NodeID("r\(place)"), type: "Record",
                    inputs: [
                        .init(name: "room", value: .literal(.string(room))),
                        .init(name: "place", value: .literal(.int(place))),
                        .init(name: "number", value: .link(from: NodeID("\(place)"), slot: 0)),
                    ]))
        }
        return Graph(nodes: nodes)
    }
}
