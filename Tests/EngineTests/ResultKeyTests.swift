import Testing

@testable import Engine

struct ResultKeyTests {
    private func key(_ append: (inout KeyText) -> Void) -> ResultKey {
        var text = KeyText()
        append(&text)
        return ResultKey(text)
    }

    @Test func `a key is the SHA-256 of its text`() {
        #expect("\(key { _ in })" == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func `fields cannot run into each other`() {
        #expect(
            key {
                $0.append("ab")
                $0.append("c")
            }
                != key {
                    $0.append("a")
                    $0.append("bc")
                })
    }

    static let literals: [Literal] = [
        .integer(1), .integer(2), .integer(-1), .number(1), .number(2), .boolean(true), .boolean(false), .text("1"),
        .text("true"), .text(""), .integer(Int128(UInt64.max)), .integer(Int128(Int64.min)),
    ]

    @Test func `literals of different kinds or values have different keys`() {
        let keys = Self.literals.map { literal in key { $0.append(literal) } }
        #expect(Set(keys).count == keys.count)
    }

    @Test func `a key depends on what is linked, not on how the graph is written`() throws {
        let world = try ToyWorld()
        func key(_ graph: Graph, _ id: NodeID) throws -> ResultKey? {
            let keyed = try KeyedGraph(world.runner.check(graph), folders: world.folders, files: WholeContent())
            return keyed.graph.nodes.firstIndex { $0.id == id }.map { keyed.keys[$0] }
        }
        let base = try key(.textToImage, "3")
        #expect(base != nil)
        #expect(try key(Graph.textToImage.setting("3.cfg=7.0"), "3") == base)
        #expect(try key(Graph.textToImage.setting("5.width=512.0"), "3") == base)
        #expect(try key(Graph.textToImage.setting("9.filename_prefix=x"), "3") == base)
        #expect(try key(Graph.textToImage.setting("3.cfg=7.1"), "3") != base)
        #expect(try key(Graph.textToImage.setting("6.text=b"), "3") != base)
        #expect(try key(Graph.textToImage.setting(#"3.negative=["6",0]"#), "3") != base)
    }

    @Test func `a variant concerns nodes that give its types, and what hangs on them`() throws {
        let world = try ToyWorld()
        func keys(_ variant: ResultVariant?) throws -> [NodeID: ResultKey] {
            let keyed = try KeyedGraph(
                world.runner.check(.textToImage), folders: world.folders, files: WholeContent(), variant: variant)
            return Dictionary(uniqueKeysWithValues: zip(keyed.graph.nodes.map(\.id), keyed.keys))
        }
        let usual = try keys(nil)
        let coarse = try keys(ResultVariant(name: "coarse", outputTypes: ["MODEL"]))
        let coarser = try keys(ResultVariant(name: "coarser", outputTypes: ["MODEL"]))
        for id: NodeID in ["3", "4", "8", "9"] {
            #expect(Set([usual[id], coarse[id], coarser[id]]).count == 3)
        }
        #expect(usual["5"] == coarse["5"])
        #expect(try keys(ResultVariant(name: "coarse", outputTypes: ["CONTROL_NET"])) == usual)
    }
}
