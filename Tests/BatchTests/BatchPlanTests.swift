import Engine
import Foundation
import JSON
import Testing

@testable import Batch

struct BatchPlanTests {
    let toys = ToyBatch()

    @Test func `each job saves under a name of its own`() async throws {
        let plan = try await toys.plan("3.seed=1..3")
        #expect(plan.jobs.map(\.names) == [["toy_0001"], ["toy_0002"], ["toy_0003"]])
        let named = try await toys.plan(
            "3.seed=8..10", "ToyEncode.text=a/b: <c>|d", name: "{ToyEncode.text}/{index:03}_{3.seed:3}")
        #expect(
            named.jobs.flatMap(\.names) == [
                "a_b_ _c_/001_008", "d/002_008", "a_b_ _c_/003_009", "d/004_009", "a_b_ _c_/005_010", "d/006_010",
            ])
    }

    @Test func `nodes are named by id, title or type`() async throws {
        let plan = try await toys.plan("Checkpoint.name=a|b", "ToyEncode.text=x")
        #expect(plan.places == [InputPlace(node: "4", input: "name"), InputPlace(node: "6", input: "text")])
        await #expect(throws: OverrideError.self) { try await toys.plan("Chekpoint.name=a") }
        await #expect(throws: BatchPlanError.variedTwice("ToyLoad.name")) {
            try await toys.plan("4.name=a", "ToyLoad.name=b")
        }
    }

    @Test func `jobs whose results are made in another way are others`() async throws {
        let usual = try await toys.plan("3.seed=1..3")
        let coarse = try await BatchPlan(
            ToyBatch.graph(), JobList(table: nil, axes: [Axis("3.seed=1..3")]), catalog: ToyBatch.catalog,
            folders: toys.folders, variant: ResultVariant(name: "coarse", outputTypes: ["MODEL"]))
        #expect(Set(usual.jobs.map(\.identity)).isDisjoint(with: coarse.jobs.map(\.identity)))
        #expect(usual.request(of: nil, count: 3).graph != coarse.request(of: nil, count: 3).graph)
    }

    @Test func `everything that is wrong with any job is told at once, what many share once`() async throws {
        let table = try Table(csv: Array("3.steps,3.seed\n0,1\n5,x\n999,2\n7,7\n0,3\n".utf8), file: "jobs.csv")
        do {
            _ = try await toys.plan(table: table)
            Issue.record("it was planned")
        } catch let issues as BatchIssues {
            #expect(
                issues.description == """
                    jobs 1 (jobs.csv:2), 5 (jobs.csv:6): node 3 (ToySample), input 'steps': 0 is out of range. Use 1 to 100.
                    job 2 (jobs.csv:3): node 3 (ToySample), input 'seed': 'x' cannot be read as INT. Give an INT.
                    job 3 (jobs.csv:4): node 3 (ToySample), input 'steps': 999 is out of range. Use 1 to 100.
                    """)
        }
    }

    @Test func `jobs that would save under one name are refused`() async throws {
        do {
            _ = try await toys.plan("3.seed=1..2", "6.text=A|a", name: "{6.text}")
            Issue.record("it was planned")
        } catch let issues as BatchIssues {
            #expect(
                issues.description == """
                    jobs 2, 4: saves under 'a', and job 1 would as well. Put {index} into --name.
                    job 3: saves under 'A', and job 1 would as well. Put {index} into --name.
                    """)
        }
    }

    static let badNames: [(String, String)] = [
        ("", "--name is empty. Leave it out, or write a template such as '{index:04}_{3.seed}'."),
        ("{index", "--name '{index': a '{' is never closed. Close it, or write '{{' for a brace."),
        ("x}", "--name 'x}': a '}' closes nothing. Write '}}' for a brace."),
        ("{index:x}", "--name: '{index:x}' has no number of digits behind the colon. Write, for instance, {index:04}."),
        ("{seed}", "--name: there is nothing called '{seed}'. Use {index}, {prefix}, {node} or {NODE.INPUT}."),
        (
            "{3.encoded}",
            "--name: '{3.encoded}' is linked or not set, so that it has no value before the job runs. Name an input that "
                + "holds one."
        ),
        (
            "../x",
            "every job: node 9 (ToySave): its files would be called '../x', which leaves the output folder or names no "
                + "file. Change --name."
        ),
    ]

    @Test(arguments: badNames)
    func `a name that cannot be is told`(name: String, sentence: String) async {
        do {
            _ = try await toys.plan("3.seed=1|2", name: name)
            Issue.record("it was planned")
        } catch {
            #expect("\(error)" == sentence)
        }
    }

    @Test func `what much depends on changes slowly`() async throws {
        let plan = try await toys.plan("3.seed=1|2", "4.name=a|b", "6.text=x|y")
        let order = plan.jobsInOrder().map { $0.values.map { $0 ?? "" }.joined() }
        // Seed, checkpoint, text: in the table's order, seeds would change slowest.
        #expect(order == ["1ax", "2ax", "1ay", "2ay", "1bx", "2bx", "1by", "2by"])
        let shards = try (1...3).map { plan.jobsInOrder(of: try Shard("\($0)/3")).map(\.index) }
        #expect(shards.flatMap(\.self) == plan.jobsInOrder().map(\.index))
    }

    @Test func `a job is the same job wherever it stands in a table`() async throws {
        let few = try await toys.plan("3.seed=5..6", name: "{3.seed}")
        let many = try await toys.plan("3.seed=1..9", name: "{3.seed}")
        #expect(few.jobs.map(\.identity) == many.jobs[4...5].map(\.identity))
        let other = try await toys.plan("3.seed=5..6", graph: ToyBatch.graph(text: "night"), name: "{3.seed}")
        #expect(Set(other.jobs.map(\.identity)).isDisjoint(with: few.jobs.map(\.identity)))
    }

    @Test func `30,000 jobs are planned in seconds`() async throws {
        let clock = ContinuousClock()
        var text = "3.seed,6.text\n"
        for index in 0..<30_000 { text += "\(index),\"a lighthouse, number \(index / 10)\"\n" }
        let bytes = Array(text.utf8)
        // Before the tests that run beside this one: they would be what is measured.
        let time = try await Task(priority: .high) { [toys] in
            try await clock.measure {
                let plan = try await toys.plan(table: Table(csv: bytes, file: "t.csv"))
                #expect(plan.jobsInOrder().count == 30_000)
            }
        }.value
        // Generous: the tests may be built without optimisation, on a machine that does other things.
        #expect(time < .seconds(60), "\(time)")
    }
}
