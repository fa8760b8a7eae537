import Engine
import Foundation
import Nodes
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import Authoring

struct DrawingTests {
    @Test(arguments: SavedGraphs.names)
    func `every saved graph becomes well-formed SVG with a box for each node`(name: String) throws {
        let graph = try SavedGraphs.graph(name)
        let reader = SVGReader(Drawing(of: graph, catalog: catalog).svg(title: name))
        #expect(reader.isWellFormed)
        #expect(reader.count(of: "node") == graph.nodes.count)
    }

    @Test func `hostile names stay text`() throws {
        let graph = try graph(
            """
            {"<b>&\\"'": {"class_type": "KS<x>", "inputs": {"a]]>": "</text><script>\\u0001", "b": ["<b>&\\"'", 0]}}}
            """)
        let reader = SVGReader(Drawing(of: graph, catalog: catalog).svg(title: "</title><x>"))
        #expect(reader.isWellFormed)
        #expect(reader.elements.isSubset(of: ["svg", "title", "style", "rect", "g", "path", "text", "circle"]))
    }

    @Test func `links have the colour of what they carry`() throws {
        let svg = Drawing(of: try SavedGraphs.graph("text-to-image"), catalog: catalog).svg(title: "x")
        #expect(svg.contains("class=\"link t-LATENT\""))
        #expect(svg.contains(".link.t-LATENT { stroke: #ff9cf9; }"))
        #expect(svg.contains("@media (prefers-color-scheme: dark)"))
    }

    @Test func `a plan colours the nodes and is counted below`() throws {
        let graph = try SavedGraphs.graph("text-to-image")
        let ids = graph.nodes.map(\.id)
        let states: [NodeID: DrawnState] = [ids[0]: .runs(why: "never ran"), ids[1]: .reused, ids[2]: .unneeded]
        let reader = SVGReader(Drawing(of: graph, catalog: catalog, states: states).svg(title: "x"))
        #expect(reader.texts.contains("runs: never ran"))
        #expect(reader.texts.isSuperset(of: ["1 run", "1 reused", "1 not needed"]))
        #expect(reader.count(of: "node", "unneeded") == 1)
    }

    @Test func `boxes do not touch, and links lead to the right`() throws {
        for name in SavedGraphs.names {
            let drawing = Drawing(of: try SavedGraphs.graph(name), catalog: catalog)
            for column in drawing.layers.columns {
                for (above, below) in zip(column, column.dropFirst()) {
                    let (above, below) = (drawing.layers.cells[above], drawing.layers.cells[below])
                    #expect(above.top + above.height < below.top + 0.01)
                }
            }
            for piece in drawing.layers.pieces {
                #expect(drawing.layers.ranks[piece.from.cell] < drawing.layers.ranks[piece.to.cell])
            }
        }
    }

    @Test func `a loop is drawn, with one link leading back`() throws {
        let graph = try graph(
            """
            {"1": {"class_type": "A", "inputs": {"x": ["3", 0]}}, "2": {"class_type": "A", "inputs": {"x": ["1", 0]}},
             "3": {"class_type": "A", "inputs": {"x": ["2", 0]}}}
            """)
        let layers = Drawing(of: graph, catalog: catalog).layers
        #expect(layers.ranks == [0, 1, 2])
        #expect(layers.pieces.count { layers.ranks[$0.from.cell] >= layers.ranks[$0.to.cell] } == 1)
    }

    @Test func `five thousand nodes take seconds`() throws {
        var nodes: [GraphNode] = []
        for index in 0..<5000 {
            // A chain whose every node also takes something from far back.
            let sources = index == 0 ? [] : [index - 1, (index * 7919) % index]
            nodes.append(
                GraphNode(
                    id: NodeID("\(index)"), type: "Mix",
                    inputs: sources.enumerated().map {
                        GraphInput(name: "i\($0)", value: .link(from: NodeID("\($1)"), slot: 0))
                    }))
        }
        let clock = ContinuousClock()
        let time = clock.measure { _ = Drawing(of: Graph(nodes: nodes), catalog: catalog).svg(title: "x") }
        #expect(time < .seconds(60), "\(time), without optimisation")
    }

    @Test func `two links that cross are uncrossed`() throws {
        let graph = try graph(
            """
            {"1": {"class_type": "A", "inputs": {}}, "2": {"class_type": "A", "inputs": {}},
             "3": {"class_type": "A", "inputs": {"x": ["2", 0]}}, "4": {"class_type": "A", "inputs": {"x": ["1", 0]}}}
            """)
        let layers = Drawing(of: graph, catalog: catalog).layers
        let top = { (node: Int) in layers.cells[node].top }
        #expect((top(0) < top(1)) == (top(3) < top(2)))
        // With nothing in between, linked boxes stand level.
        #expect(top(0) == top(3))
    }

    private let catalog = NodeCatalog(builtInNodes)

    private func graph(_ text: String) throws -> Graph { try Graph(parsing: Array(text.utf8)) }
}

/// What an XML parser makes of a drawing.
private final class SVGReader: NSObject, XMLParserDelegate {
    private(set) var isWellFormed = false
    private(set) var elements: Set<String> = []
    private(set) var texts: Set<String> = []
    private var classes: [[String]] = []
    private var text = ""

    init(_ svg: String) {
        super.init()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = self
        isWellFormed = parser.parse()
    }

    func count(of names: String...) -> Int {
        classes.count { Set($0).isSuperset(of: names) }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.insert(name)
        classes.append((attributes["class"] ?? "").split(separator: " ").map(String.init))
        text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if name == "text" { texts.insert(text) }
    }
}
