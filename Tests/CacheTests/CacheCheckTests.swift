import Cache
import Foundation
import Testing

@testable import Engine

struct CacheCheckTests {
    @Test func `what is made the same again is no difference`() throws {
        let cache = try ToyCache()
        let made = result(Picture([1, .nan, -0.0]), 7)
        cache.results.keep(made, for: key(1), madeBy: painter)
        let check = CacheCheck(cache.another())
        #expect(check.find(key(1)) == nil && check.result(for: key(1)) == nil)
        check.keep(made, for: key(1), madeBy: painter)
        #expect(check.compared == 1 && check.differences.isEmpty)
    }

    @Test func `what the cache does not hold is put into it`() throws {
        let cache = try ToyCache()
        let check = CacheCheck(cache.results)
        check.keep(result(1), for: key(1), madeBy: painter)
        #expect(check.compared == 0 && cache.results.find(key(1)) != nil)
    }

    static let changes: [(old: NodeResult, new: NodeResult, sentence: String)] = [
        (
            result(Picture([1, 0.5])), result(Picture([1, 0.25])),
            "node 3 (Painter): tensor '0.0.pixels' has 0.25 at 1, and 0.5 in the cache."
        ),
        (
            result(Picture([0])), result(Picture([-0.0])),
            "node 3 (Painter): tensor '0.0.pixels' has -0.0 at 0, and 0.0 in the cache."
        ),
        (
            result(Picture([0])), result(Picture([0, 0])),
            "node 3 (Painter): tensor '0.0.pixels' is [2], and [1] in the cache."
        ),
        (
            result(1), result(2),
            "node 3 (Painter): values other than tensors differ from those in the cache."
        ),
        (result(1), result(Engineer()), "node 3 (Painter): it cannot be kept any more."),
    ]

    @Test(arguments: changes)
    func `a difference is told by node and place`(old: NodeResult, new: NodeResult, sentence: String) throws {
        let cache = try ToyCache()
        cache.results.keep(old, for: key(1), madeBy: painter)
        let check = CacheCheck(cache.results)
        let node = NodeName(id: "3", type: "Painter")
        check.keep(new, for: key(1), madeBy: ResultMaker(name: "Painter", version: 1, node: node))
        let remedy = " Raise the node's version if it has changed; else it is a bug."
        #expect(check.differences.map(\.description) == [sentence + remedy])
    }
}
