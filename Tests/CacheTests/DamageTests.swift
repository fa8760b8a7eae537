import Cache
import Foundation
import Testing

@testable import Engine

/// Damage of every kind is a miss, and the entry goes.
struct DamageTests {
    /// 500 flipped bits and 500 lost ends, at places that differ from run to run of the generator but not of the test.
    @Test func `flipped bits and lost ends are all noticed`() throws {
        let cache = try ToyCache()
        let made = result(Picture((0..<1000).map(Float.init)), "text", 7)
        cache.results.keep(made, for: key(1), madeBy: painter)
        let path = cache.folder.path + "/" + (try #require(cache.files.first))
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        var generator = Dice(seed: 5)
        for round in 0..<1000 {
            var bytes = whole
            if round.isMultiple(of: 2) {
                bytes[Int.random(in: bytes.indices, using: &generator)] ^=
                    1 << UInt8.random(in: 0..<8, using: &generator)
            } else {
                bytes.removeLast(Int.random(in: 1...bytes.count, using: &generator))
            }
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            // What is found may still turn out to be damaged when it is read.
            let other = cache.another()
            if round.isMultiple(of: 4) { _ = other.find(key(1)) }
            #expect(other.result(for: key(1)) == nil)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        try Data(whole).write(to: URL(fileURLWithPath: path))
        #expect(cache.another().result(for: key(1)) != nil)
    }

    @Test func `an entry under another's name is damage`() throws {
        let cache = try ToyCache()
        cache.results.keep(result(1), for: key(1), madeBy: painter)
        cache.results.keep(result(2), for: key(2), madeBy: painter)
        let paths = [1, 2].map { number in
            let name = key(number).description
            return "\(cache.folder.path)/results/\(name.prefix(2))/\(name).safetensors"
        }
        try FileManager.default.removeItem(atPath: paths[1])
        try FileManager.default.copyItem(atPath: paths[0], toPath: paths[1])
        #expect(cache.results.find(key(2)) == nil)
        #expect(cache.results.result(for: key(1)) != nil)
        #expect(!FileManager.default.fileExists(atPath: paths[1]))
    }

    @Test func `a folder in an entry's place is a miss`() throws {
        let cache = try ToyCache()
        let name = key(1).description
        try FileManager.default.createDirectory(
            atPath: "\(cache.folder.path)/results/\(name.prefix(2))/\(name).safetensors",
            withIntermediateDirectories: true)
        #expect(cache.results.result(for: key(1)) == nil)
        cache.results.keep(result(1), for: key(1), madeBy: painter)
        #expect(cache.results.result(for: key(1)) == nil)
    }
}

/// Numbers that are the same in every run.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// - Source: splitmix64 (Steele et al. 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}
