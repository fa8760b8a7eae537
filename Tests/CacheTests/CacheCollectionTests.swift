import Cache
import Foundation
import Testing

@testable import Engine

struct CacheCollectionTests {
    private func path(of number: Int, in cache: ToyCache) -> String {
        let name = key(number).description
        return "\(cache.folder.path)/results/\(name.prefix(2))/\(name).safetensors"
    }

    private func use(_ number: Int, daysAgo days: Double, in cache: ToyCache) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -days * 86_400)], ofItemAtPath: path(of: number, in: cache))
    }

    private func kept(_ numbers: ClosedRange<Int>, in cache: ToyCache) -> [Int] {
        numbers.filter { cache.results.find(key($0)) != nil }
    }

    @Test func `what is cheapest to make again for its bytes goes first`() throws {
        let cache = try ToyCache()
        let large = Picture([Float](repeating: 0, count: 10_000))
        cache.results.keep(result(large, seconds: 9), for: key(1), madeBy: painter)
        cache.results.keep(result(large, seconds: 0.1), for: key(2), madeBy: painter)
        cache.results.keep(result(Picture([1]), seconds: 0.1), for: key(3), madeBy: painter)
        let report = CacheCollection(folder: cache.folder).run(goal: .init(bytes: 60_000))
        #expect(report?.entries == 3 && report?.removedEntries == 1)
        #expect(kept(1...3, in: cache) == [1, 3])
    }

    @Test func `what was not used for long goes before what is as dear`() throws {
        let cache = try ToyCache()
        let large = Picture([Float](repeating: 0, count: 10_000))
        for number in 1...3 { cache.results.keep(result(large, seconds: 1), for: key(number), madeBy: painter) }
        try use(2, daysAgo: 14, in: cache)
        _ = CacheCollection(folder: cache.folder).run(goal: .init(bytes: 100_000))
        #expect(kept(1...3, in: cache) == [1, 3])
    }

    @Test func `a result that is used counts as used now`() throws {
        let cache = try ToyCache()
        cache.results.keep(result(1), for: key(1), madeBy: painter)
        try use(1, daysAgo: 14, in: cache)
        _ = cache.results.result(for: key(1))
        #expect(CacheCollection(folder: cache.folder).run(goal: .init(bytes: .max, age: 60))?.removedEntries == 0)
    }

    @Test func `old results go by age`() throws {
        let cache = try ToyCache()
        for number in 1...2 { cache.results.keep(result(number), for: key(number), madeBy: painter) }
        try use(1, daysAgo: 3, in: cache)
        let collection = CacheCollection(folder: cache.folder)
        let dry = collection.run(goal: .init(bytes: .max, age: 86_400), isDry: true)
        #expect(dry?.removedEntries == 1)
        #expect(cache.files.count == 2)
        #expect(collection.run(goal: .init(bytes: .max, age: 86_400)) == dry)
        #expect(kept(1...2, in: cache) == [2])
    }

    @Test func `the budget is kept while results are written`() throws {
        let budget = 400_000
        let cache = try ToyCache(budget: budget)
        for number in 1...100 {
            let picture = Picture([Float](repeating: Float(number), count: 2000))
            cache.results.keep(result(picture), for: key(number), madeBy: painter)
            let bytes = cache.files.reduce(0) { sum, file in
                sum + ((try? Data(contentsOf: URL(fileURLWithPath: cache.folder.path + "/" + file)).count) ?? 0)
            }
            #expect(bytes <= budget + budget / 50 + 10_000)
        }
        // The newest is as dear as the others, and as new.
        #expect(kept(1...100, in: cache).count > 30)
    }

    @Test func `what killed processes began to write goes after a while`() throws {
        let cache = try ToyCache()
        cache.results.keep(result(1), for: key(1), madeBy: painter)
        let folder = URL(fileURLWithPath: path(of: 1, in: cache)).deletingLastPathComponent().path
        let (fresh, old) = (folder + "/.darkroom-1-a.tmp", folder + "/.darkroom-1-b.tmp")
        for path in [fresh, old] { try Data("torn".utf8).write(to: URL(fileURLWithPath: path)) }
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: old)
        let report = CacheCollection(folder: cache.folder).run(goal: .init(bytes: 1 << 30))
        #expect(report?.removedUnfinished == 1 && report?.entries == 1)
        #expect(FileManager.default.fileExists(atPath: fresh) && !FileManager.default.fileExists(atPath: old))
    }

    @Test func `damage goes before anything that is whole`() throws {
        let cache = try ToyCache()
        for number in 1...3 {
            cache.results.keep(
                result(Picture([Float](repeating: 0, count: 10_000)), seconds: 0.01), for: key(number), madeBy: painter)
        }
        try Data(count: 40_000).write(to: URL(fileURLWithPath: path(of: 2, in: cache)))
        _ = CacheCollection(folder: cache.folder).run(goal: .init(bytes: 100_000))
        #expect(kept(1...3, in: cache) == [1, 3])
    }
}
