import JSON
import Testing
import Workflows

/// Files far larger than anybody draws take time in proportion.
struct LargeWorkflowTests {
    @Test(.timeLimit(.minutes(1))) func `a chain of 10,000 reroutes, each with a node behind it`() throws {
        let count = 10_000
        var nodes: [JSONValue] = [["id": 0, "type": "Make", "outputs": [["type": "IMAGE"]]]]
        var links: [JSONValue] = []
        for id in 1...count {
            links.append([.int(id), .int(id - 1), 0, .int(id), 0, "IMAGE"])
            links.append([.int(count + id), .int(id), 0, .int(count + id), 0, "IMAGE"])
            nodes.append(["id": .int(id), "type": "Reroute", "inputs": [["name": "", "type": "*", "link": .int(id)]]])
            nodes.append([
                "id": .int(count + id), "type": "Save",
                "inputs": [["name": "images", "type": "IMAGE", "link": .int(count + id)]],
            ])
        }
        let file: JSONValue = ["nodes": .array(nodes), "links": .array(links)]
        let converted = try EditorWorkflow.convert(file, knowing: NodeDeclarations(given: toyDeclarations))
        #expect(converted.nodes.count == count + 1)
        #expect(converted.inputs("\(2 * count)")?["images"] == ["0", 0])
    }
}
