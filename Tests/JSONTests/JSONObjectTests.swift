import JSON
import Testing

struct JSONObjectTests {
    /// Below and above the size from which an index is kept.
    @Test(arguments: [3, 11, 12, 13, 500])
    func `members keep their order and are found by key`(count: Int) {
        var object = JSONObject()
        for position in 0..<count { object["k\(position)"] = .int(position) }
        #expect(object.keys.elementsEqual((0..<count).map { "k\($0)" }))
        for position in 0..<count { #expect(object["k\(position)"] == .int(position)) }
        #expect(object["k\(count)"] == nil)

        object["k1"] = "changed"
        #expect(object.members[1] == JSONObject.Member("k1", "changed"))
        object["k0"] = nil
        #expect(object["k0"] == nil)
        #expect(object["k2"] == 2)
        #expect(object.members.first?.key == "k1")
        #expect(object.count == count - 1)
    }

    @Test func `order does not count in comparisons`() {
        let a: JSONValue = ["x": 1, "y": ["p": 1, "q": 2]]
        let b: JSONValue = ["y": ["q": 2, "p": 1], "x": 1]
        #expect(a == b)
        #expect(a.hashValue == b.hashValue)
        #expect(a.serialized() != b.serialized())
        #expect(a.serialized(.canonical) == b.serialized(.canonical))
        #expect(a != ["x": 1, "y": ["p": 1]])
    }

    @Test func `subscripts reach into values and answer nil for what is not there`() {
        let value: JSONValue = ["a": [1, ["b": true]]]
        #expect(value["a"]?[1]?["b"]?.bool == true)
        #expect(value["a"]?[2] == nil)
        #expect(value["a"]?["b"] == nil)
        #expect(value[0] == nil)
        #expect(value["a"]?[0]?.int == 1)
    }
}
