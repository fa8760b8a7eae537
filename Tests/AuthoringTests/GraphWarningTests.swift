import Authoring
import Engine
import Nodes
import Testing

struct GraphWarningTests {
    static let table: [(String, [String])] = [
        (
            #"{"4": {"class_type": "EmptyLatentImage", "inputs": {"widht": 64, "height": 64, "batch_size": 1}}}"#,
            ["node 4 (EmptyLatentImage): there is no input 'widht', so it is left aside. Did you mean 'width'?"]
        ),
        (
            #"{"4": {"class_type": "EmptyLatentImage", "inputs": {"width": 1, "height": 1, "batch_size": 1, "colour": 1}}}"#,
            [
                "node 4 (EmptyLatentImage): there is no input 'colour', so it is left aside. "
                    + "Run 'darkroom nodes EmptyLatentImage' to list them."
            ]
        ),
        (#"{"4": {"class_type": "Nothing", "inputs": {"a": 1}}}"#, []),
        (#"{"4": {"class_type": "EmptyLatentImage", "inputs": {"width": 1, "height": 1}}}"#, []),
    ]

    @Test(arguments: table)
    func `inputs that no node takes are told with the nearest name`(graph: String, sentences: [String]) throws {
        let graph = try Graph(parsing: Array(graph.utf8))
        #expect(GraphWarning.all(in: graph, knowing: NodeCatalog(builtInNodes)).map(\.description) == sentences)
    }
}
