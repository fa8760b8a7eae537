import Cache
import Foundation
import Testing

@testable import Engine

struct DiskResultsTests {
    @Test func `what one process keeps, another finds and reads`() throws {
        let cache = try ToyCache()
        let picture = Picture([1, -0.0, .nan, .infinity, .leastNonzeroMagnitude])
        cache.results.keep(result(picture, 7, "wörds", seconds: 2.5), for: key(1), madeBy: painter)

        let other = cache.another()
        #expect(other.find(key(1))?.seconds == 2.5)
        #expect(other.find(key(2)) == nil && other.result(for: key(2)) == nil)
        let found = try #require(other.result(for: key(1)))
        let pixels = try #require(found.outputs[0].items[0] as? Picture).pixels
        #expect(pixels.map(\.bitPattern) == picture.pixels.map(\.bitPattern))
        #expect(found.outputs[1].items[0] as? Int == 7)
        #expect(found.outputs[2].items[0] as? String == "wörds")
        #expect(found.seconds == 2.5)
    }

    @Test func `literals of all kinds come back as they were`() throws {
        let cache = try ToyCache()
        let values: [any Engine.Port] = [
            Int.min, UInt64.max, Double.nan, -Double.infinity, Double.leastNonzeroMagnitude, Float(0.1), true, "",
            ExecutionBlocker(message: "no"), ExecutionBlocker(),
        ]
        let made = NodeResult(outputs: values.map { OutputValues($0) }, saved: [], seconds: 1)
        cache.results.keep(made, for: key(1), madeBy: painter)
        let found = try #require(cache.another().result(for: key(1)))
        for (value, output) in zip(values, found.outputs) {
            #expect("\(output.items[0] as Any)" == "Optional(\(String(reflecting: value)))")
        }
    }

    @Test func `lists, and outputs left out, come back as they were`() throws {
        let cache = try ToyCache()
        let outputs = [
            OutputValues(items: [1, nil, Picture([2])], isList: true), OutputValues(nil),
            OutputValues(items: [], isList: true),
        ]
        cache.results.keep(NodeResult(outputs: outputs, saved: [], seconds: 1), for: key(1), madeBy: painter)
        let found = try #require(cache.another().result(for: key(1))).outputs
        #expect(found.map(\.isList) == [true, false, true])
        #expect(found.map(\.items.count) == [3, 1, 0])
        #expect(found[0].items[0] as? Int == 1 && found[0].items[1] == nil)
        #expect(found[0].items[2] as? Picture == Picture([2]))
        #expect(found[1].items[0] == nil)
    }

    @Test func `a value that no file can hold is not kept`() throws {
        let cache = try ToyCache()
        cache.results.keep(result(1, Engineer()), for: key(1), madeBy: painter)
        #expect(cache.files.isEmpty)
    }

    /// A file costs about a millisecond.
    static let worth: [(seconds: Double, maker: ResultMaker, isKept: Bool)] = [
        (0.0005, painter, false), (0.001, painter, true),
        (0, ResultMaker(name: "Save", version: 1, isOutput: true), true),
        (0, ResultMaker(name: "Count", version: 1, linkedTypes: ["ENGINEER"]), true),
        (0, ResultMaker(name: "Count", version: 1, linkedTypes: ["PICTURE,INT", "*"]), false),
    ]

    @Test(arguments: worth)
    func `what is made sooner than read is not kept`(seconds: Double, maker: ResultMaker, isKept: Bool) throws {
        let cache = try ToyCache()
        cache.results.keep(result(1, seconds: seconds), for: key(1), madeBy: maker)
        #expect((cache.results.find(key(1)) != nil) == isKept)
    }

    @Test func `what takes a quarter of the budget is not kept`() throws {
        let cache = try ToyCache(budget: 40_000)
        cache.results.keep(result(Picture([Float](repeating: 0, count: 3000))), for: key(1), madeBy: painter)
        cache.results.keep(result(Picture([Float](repeating: 0, count: 1000))), for: key(2), madeBy: painter)
        #expect(cache.results.find(key(1)) == nil && cache.results.find(key(2)) != nil)
    }

    @Test func `a forgotten result is gone`() throws {
        let cache = try ToyCache()
        cache.results.keep(result(1), for: key(1), madeBy: painter)
        cache.results.forget(key(1))
        #expect(cache.another().find(key(1)) == nil)
    }

    @Test func `what was shown is kept with the values`() throws {
        let cache = try ToyCache()
        let made = NodeResult(outputs: [OutputValues(1)], saved: [], shown: ["a\n\"b\"", ""], seconds: 1)
        cache.results.keep(made, for: key(1), madeBy: painter)
        #expect(
            cache.results.find(key(1))?.shown == made.shown && cache.results.result(for: key(1))?.shown == made.shown)
    }

    @Test func `a saved file counts wherever the output folder lies, as long as it is the same`() throws {
        let cache = try ToyCache()
        let path = cache.folders.output + "/sub/a.png"
        try FileManager.default.createDirectory(
            atPath: cache.folders.output + "/sub", withIntermediateDirectories: true)
        try Data("picture".utf8).write(to: URL(fileURLWithPath: path))
        cache.results.keep(result(1, saved: [path]), for: key(1), madeBy: painter)
        #expect(cache.results.find(key(1))?.saved == [path])

        let moved = cache.path + "/moved"
        try FileManager.default.moveItem(atPath: cache.folders.output, toPath: moved)
        let other = cache.another(output: moved)
        #expect(other.find(key(1))?.saved == [moved + "/sub/a.png"])
        #expect(other.find(key(1))?.changed == nil && other.result(for: key(1)) != nil)

        try Data("Picture".utf8).write(to: URL(fileURLWithPath: moved + "/sub/a.png"))
        #expect(other.find(key(1))?.changed == moved + "/sub/a.png")
        #expect(other.result(for: key(1)) == nil)

        try FileManager.default.removeItem(atPath: moved + "/sub/a.png")
        #expect(other.find(key(1))?.saved == [moved + "/sub/a.png"])
        #expect(other.result(for: key(1)) == nil)
    }

    @Test func `a result with a file elsewhere is not kept`() throws {
        let cache = try ToyCache()
        let path = cache.path + "/elsewhere.png"
        try Data("picture".utf8).write(to: URL(fileURLWithPath: path))
        cache.results.keep(result(1, saved: [path]), for: key(1), madeBy: painter)
        #expect(cache.files.isEmpty)
    }

    @Test func `a folder that cannot be written keeps nothing and says nothing`() throws {
        let cache = try ToyCache()
        let blocked = DiskResults(
            folder: CacheFolder("/proc/nowhere"), budget: 1 << 30, kinds: [], folders: cache.folders)
        blocked.keep(result(1), for: key(1), madeBy: painter)
        #expect(blocked.find(key(1)) == nil && blocked.result(for: key(1)) == nil)
    }

    @Test func `only its owner can look into a new cache`() throws {
        let cache = try ToyCache()
        cache.results.keep(result("a secret"), for: key(1), madeBy: painter)
        let mode = try FileManager.default.attributesOfItem(atPath: cache.folder.path)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        #expect(FileManager.default.fileExists(atPath: cache.folder.path + "/CACHEDIR.TAG"))
    }
}

/// Nodes that pass on what they got.
struct TwinTests {
    private let large = Picture([Float](repeating: 0.5, count: 100_000))

    @Test func `what is passed on is not stored a second time`() throws {
        let cache = try ToyCache()
        cache.results.keep(result(large), for: key(1), madeBy: painter)
        cache.results.keep(result(large), for: key(2), madeBy: painter)
        let use = CacheUse(of: cache.folder)
        #expect(use.entries == 2 && use.bytes < 500_000)
        for number in 1...2 {
            #expect(cache.another().result(for: key(number))?.outputs[0].items[0] as? Picture == large)
        }
    }

    @Test func `without its twin it is found but has no values`() throws {
        let cache = try ToyCache()
        cache.results.keep(result(large), for: key(1), madeBy: painter)
        cache.results.keep(result(large), for: key(2), madeBy: painter)
        cache.results.forget(key(1))
        #expect(cache.another().find(key(2)) != nil && cache.another().result(for: key(2)) == nil)
        // Another one that comes later is stored whole.
        cache.results.keep(result(large), for: key(3), madeBy: painter)
        #expect(cache.another().result(for: key(3))?.outputs[0].items[0] as? Picture == large)
    }
}

/// Many questions at once.
struct EntryNamesTests {
    @Test func `of many that are asked for, those that are there are found`() throws {
        let cache = try ToyCache()
        for number in stride(from: 0, to: 2000, by: 100) {
            cache.results.keep(result(number), for: key(number), madeBy: painter)
        }
        let other = cache.another()
        #expect((0..<2000).filter { other.find(key($0)) != nil } == Array(stride(from: 0, to: 2000, by: 100)))
        // What the same process writes is seen at once, whatever was listed before.
        other.keep(result(7), for: key(7), madeBy: painter)
        #expect(other.find(key(7)) != nil)
    }

    @Test func `a key is read from its description`() {
        #expect(ResultKey(description: key(5).description) == key(5))
        #expect(ResultKey(description: "\(key(5))0") == nil)
        #expect(ResultKey(description: String(repeating: "G", count: 64)) == nil)
    }
}
