import Engine
import Testing

@testable import Nodes

struct ImageCompareTests {
    /// ComfyUI's page writes what it keeps as a list in braces; graphs by hand leave it out.
    @Test(arguments: [#""compare_view": {"__value__": ["", ""]},"#, ""])
    func `what an editor keeps may be written or not`(view: String) throws {
        let text = """
            {"1": {"class_type": "EmptyImage", "inputs": {"width": 8, "height": 8, "batch_size": 1, "color": 0}},
            "2": {"class_type": "ImageCompare", "inputs": {\(view) "image_a": ["1", 0]}}}
            """
        try withFolders { folders in
            let graph = try Graph(parsing: Array(text.utf8))
            #expect(throws: Never.self) { try graph.check(against: NodeCatalog(builtInNodes), folders: folders) }
        }
    }
}
