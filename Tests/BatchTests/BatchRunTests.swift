import Engine
import Foundation
import Synchronization
import Testing

@testable import Batch

struct BatchRunTests {
    let toys = ToyBatch()

    @Test func `shared work is done once`() async throws {
        let run = try await toys.run(toys.plan("3.seed=1..5", "4.name=a|b", "6.text=x|y"))
        #expect(run.error == nil)
        #expect(run.made.count == 20)
        // 20 jobs of 4 nodes each are 80 without sharing.
        let counts = Dictionary(grouping: run.ran, by: \.self).mapValues(\.count)
        #expect(counts == ["ToyLoad": 2, "ToyEncode": 4, "ToySample": 20, "ToySave": 20])
        #expect(toys.texts["toy_0001_00001_.txt"] == "model a, x, seed 1, 3 steps")
        #expect(toys.texts.count == 20)
        #expect(toys.leftovers.isEmpty)
    }

    @Test func `shared work is done once also when memory holds one model and a few texts`() async throws {
        // The samples, which nobody asks for again, would fill it.
        let small = ToyBatch(budget: 2400)
        let run = try await small.run(small.plan("3.seed=1..4", "6.text=x|y|z", "4.name=a|b"))
        #expect(run.ran.count { $0 == "ToyLoad" } == 2)
        #expect(run.ran.count { $0 == "ToyEncode" } == 6)
    }

    @Test func `a finished batch runs nothing and writes nothing`() async throws {
        let plan = try await toys.plan("3.seed=1..3")
        _ = try await toys.run(plan)
        let before = try snapshot()
        let again = try await toys.run(plan)
        #expect(again.ran.isEmpty)
        #expect(again.notices.isEmpty)
        #expect(try snapshot() == before)
    }

    @Test func `jobs side by side make what jobs one by one make`() async throws {
        var options = BatchRun.Options()
        options.jobsAtOnce = 4
        let run = try await toys.run(toys.plan("3.seed=1..12", "6.text=x|y"), options: options)
        #expect(run.error == nil)
        #expect(run.ran.count { $0 == "ToyLoad" } == 1)
        #expect(run.ran.count { $0 == "ToyEncode" } == 2)
        let single = ToyBatch()
        _ = try await single.run(single.plan("3.seed=1..12", "6.text=x|y"))
        #expect(toys.texts == single.texts)
    }

    @Test func `whatever a killed process leaves, the next one finishes, and rewrites nothing`() async throws {
        let plan = try await toys.plan("3.seed=1..3", graph: ToyBatch.graph(files: 2))
        let copies = Mutex<[String]>([])
        let output = toys.output
        // A copy of the folder at an event is what a kill at that moment would leave.
        let whole = try await toys.run(plan) { event in
            let copy = output + "-killed-\(copies.withLock(\.count))"
            try? FileManager.default.copyItem(atPath: output, toPath: copy)
            copies.withLock { $0.append(copy) }
        }
        #expect(whole.error == nil)
        let folders = copies.withLock { $0 }
        #expect(folders.count > 30)
        for folder in folders {
            let killed = ToyBatch(output: folder)
            let there = try killed.stamps()
            let rest = try await killed.run(plan)
            #expect(rest.error == nil)
            #expect(killed.texts == toys.texts)
            #expect(killed.leftovers.isEmpty)
            // Whatever lay in its place lies there untouched.
            let now = try killed.stamps()
            #expect(there.allSatisfy { now[$0.key] == $0.value })
            #expect(rest.made.count * 2 <= 6 - there.count)
        }
    }

    @Test func `a job that the journal knows is moved to its place and not done again`() async throws {
        let plan = try await toys.plan("3.seed=1..2", graph: ToyBatch.graph(files: 2))
        _ = try await toys.run(plan)
        let texts = toys.texts
        // As if the process had been killed after the first of two moves.
        let stage = "\(toys.output)/.batch/work/batch/\(plan.jobs[1].identity)"
        try FileManager.default.createDirectory(atPath: stage, withIntermediateDirectories: true)
        let name = "toy_0002_00002_.txt"
        try FileManager.default.moveItem(atPath: "\(toys.output)/\(name)", toPath: "\(stage)/\(name)")
        let again = try await toys.run(plan)
        #expect(again.ran.isEmpty)
        #expect(toys.texts == texts)
        #expect(toys.leftovers.isEmpty)
    }

    @Test func `a line that was being written when the process was killed is cut off`() async throws {
        let plan = try await toys.plan("3.seed=1..3")
        _ = try await toys.run(plan)
        let path = "\(toys.output)/batch.jsonl"
        let journal = try String(contentsOfFile: path, encoding: .utf8)
        try FileManager.default.removeItem(atPath: "\(toys.output)/toy_0003_00001_.txt")
        // The record of the third job, half of it.
        let cut = journal.dropLast(40)
        try String(cut).write(toFile: path, atomically: true, encoding: .utf8)
        let again = try await toys.run(plan)
        #expect(again.made == [3])
        #expect(again.notices.isEmpty)
        #expect(try Journal(path: path).damagedLines.isEmpty)
        #expect(toys.texts.count == 3)
    }

    @Test func `a damaged line is told, and its job done again if its files are gone as well`() async throws {
        let plan = try await toys.plan("3.seed=1..3")
        _ = try await toys.run(plan)
        let path = "\(toys.output)/batch.jsonl"
        var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        let line = try #require(lines.firstIndex { $0.contains("\"made\"") && $0.contains("toy_0002") })
        lines[line] = lines[line].replacing("toy_0002", with: "toy_0009")
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.removeItem(atPath: "\(toys.output)/toy_0002_00001_.txt")
        let again = try await toys.run(plan)
        #expect(again.notices == [.journalDamaged(path: path, lines: [line + 1])])
        #expect(again.made == [2])
    }

    @Test func `a deleted file is made again, a changed one is left alone, and both are told`() async throws {
        let plan = try await toys.plan("3.seed=1..3")
        _ = try await toys.run(plan)
        let (gone, changed) = ("\(toys.output)/toy_0001_00001_.txt", "\(toys.output)/toy_0002_00001_.txt")
        try FileManager.default.removeItem(atPath: gone)
        try "mine now".write(toFile: changed, atomically: true, encoding: .utf8)
        let again = try await toys.run(plan)
        #expect(again.notices == [.fileGone(path: gone, job: 1), .fileChanged(path: changed, job: 2)])
        #expect(again.made == [1])
        #expect(toys.texts["toy_0002_00001_.txt"] == "mine now")
    }

    @Test func `only verifying finds a change that leaves the size as it was`() async throws {
        let plan = try await toys.plan("3.seed=1..2")
        _ = try await toys.run(plan)
        let path = "\(toys.output)/toy_0002_00001_.txt"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("seed", with: "sood").write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try await toys.run(plan).notices.isEmpty)
        var options = BatchRun.Options()
        options.verifies = true
        #expect(try await toys.run(plan, options: options).notices == [.fileChanged(path: path, job: 2)])
    }

    @Test func `a table that has grown goes on, a changed graph is told and overwrites nothing`() async throws {
        _ = try await toys.run(toys.plan("3.seed=1..2"))
        let grown = try await toys.run(toys.plan("3.seed=1..4"))
        #expect(grown.notices == [.jobsChanged(before: 2, now: 4, kept: 2)])
        #expect(grown.made == [3, 4])

        let texts = toys.texts
        let changed = try await toys.run(toys.plan("3.seed=1..4", graph: ToyBatch.graph(text: "night")))
        #expect(changed.notices == [.graphChanged(kept: 0)])
        #expect("\(try #require(changed.error))".contains("4 files that jobs would make are there already"))
        #expect("\(try #require(changed.error))".contains("The graph or the table has changed"))
        #expect(changed.ran.isEmpty)
        #expect(toys.texts == texts)
    }

    @Test func `files of somebody else are refused in advance`() async throws {
        try FileManager.default.createDirectory(atPath: toys.output, withIntermediateDirectories: true)
        try "mine".write(toFile: "\(toys.output)/toy_0002_00001_.txt", atomically: true, encoding: .utf8)
        let run = try await toys.run(toys.plan("3.seed=1..3"))
        #expect(
            "\(try #require(run.error))" == """
                \(toys.output): 1 file that jobs would make is there already: toy_0002_00001_.txt. They are not of this \
                batch. Use another --output or --name, or move them away; nothing is overwritten.
                """)
        #expect(toys.texts == ["toy_0002_00001_.txt": "mine"])
    }

    @Test func `the first failure stops the batch, unless it is to keep going`() async throws {
        let table = try Table(csv: Array("3.seed,3.breaks\n1,-1\n2,1\n3,-1\n".utf8), file: "t.csv")
        let plan = try await toys.plan(table: table)
        let stopped = try await toys.run(plan)
        #expect(stopped.made == [1])
        #expect(stopped.failed == [2])
        #expect("\(try #require(stopped.error))" == "job 2: node 3 (ToySample): it broke. Mend it.")

        var options = BatchRun.Options()
        options.keepsGoing = true
        let rest = try await toys.run(plan, options: options)
        #expect(rest.failed == [2])
        #expect(rest.made == [3])
        let summary = try String(contentsOfFile: "\(toys.output)/batch.json", encoding: .utf8)
        #expect(summary.contains("\"failed\": 1"))
        #expect(summary.contains("it broke. Mend it."))
    }

    @Test func `shards together are the batch, each job made once`() async throws {
        let plan = try await toys.plan("3.seed=1..10", "6.text=x|y|z")
        var made: [Int] = []
        for number in 1...4 {
            let run = try await toys.run(plan, shard: "\(number)/4")
            #expect(run.error == nil)
            made += run.made
        }
        #expect(made.sorted() == Array(1...30))
        #expect(toys.texts.count == 30)
        // The whole finds nothing to do, and sums up.
        let whole = try await toys.run(plan)
        #expect(whole.ran.isEmpty)
        #expect(try String(contentsOfFile: "\(toys.output)/batch.json", encoding: .utf8).contains("\"made\": 30"))
    }

    @Test func `one process at a time works on a folder, or on a shard of it`() async throws {
        let plan = try await toys.plan("3.seed=1..4")
        var options = BatchRun.Options()
        options.patience = .milliseconds(200)
        let impatient = options
        let refusals = Mutex<[String: String]>([:])
        let (started, startedSignal) = AsyncStream.makeStream(of: Void.self)
        let (ended, endedSignal) = AsyncStream.makeStream(of: Void.self)
        async let first = toys.run(plan, shard: "1/2") { event in
            guard case .began = event else { return }
            startedSignal.yield()
            let done = DispatchSemaphore(value: 0)
            Task {
                for await _ in ended { break }
                done.signal()
            }
            done.wait()
        }
        for await _ in started { break }
        for shard in ["1/2", "1/3", nil, "2/2"] {
            let other = try await toys.run(plan, shard: shard, options: impatient)
            refusals.withLock { $0[shard ?? "all"] = other.error.map { "\($0)" } ?? "none" }
        }
        endedSignal.yield()
        _ = try await first
        let told = refusals.withLock { $0 }
        #expect(told["2/2"] == "none")
        #expect(told["1/2"]?.contains("another process is working on this batch, or on its shard 1/2") == true)
        #expect(told["all"]?.contains("another process is working on this batch. Wait for it") == true)
        #expect(told["1/3"]?.contains("in another number of shards (of-2) than 3") == true)
        #expect(toys.texts.count == 4)
    }

    @Test func `an interrupted batch keeps what it made`() async throws {
        let plan = try await toys.plan("3.seed=1..50", "3.steps=20")
        let toys = toys
        let task = Task { try await toys.run(plan) }
        while toys.texts.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
        task.cancel()
        let run = try await task.value
        #expect(run.error is CancellationError)
        #expect(toys.texts.count == run.made.count)
        #expect(toys.leftovers.isEmpty)
        let rest = try await toys.run(plan)
        #expect(Set(run.made).isDisjoint(with: rest.made))
        #expect(toys.texts.count == 50)
    }

    /// Paths and contents of everything in the folder.
    private func snapshot() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: toys.output) {
            files[path] = FileManager.default.contents(atPath: "\(toys.output)/\(path)")
        }
        return files
    }
}

extension ToyBatch {
    /// Inode and time of each result: a file that was rewritten has others.
    func stamps() throws -> [String: String] {
        var stamps: [String: String] = [:]
        for path in texts.keys {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(output)/\(path)")
            stamps[path] = "\(attributes[.systemFileNumber] ?? 0) \(attributes[.modificationDate] ?? 0)"
        }
        return stamps
    }
}
