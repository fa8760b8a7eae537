import Engine
import JSON
import Testing
import Workflows

struct ForeignNodeTypeTests {
    @Test(arguments: [
        (
            "FluxGuidance",
            "node 1 (FluxGuidance): ComfyUI has this node type, but Darkroom does not run it yet. "
                + "Bypass or replace it; 'darkroom nodes' lists what runs."
        ),
        (
            "OpenAIDalle3",
            "node 1 (OpenAIDalle3): this node calls an online service, which Darkroom never does. "
                + "Replace it by a node that works on this machine."
        ),
        (
            "Zzz",
            "node 1 (Zzz): no node type has this name. Run 'darkroom nodes' to list the known types."
        ),
    ])
    func `a type that ComfyUI has is told from one that nobody has`(type: String, sentence: String) throws {
        var catalog = NodeCatalog([])
        catalog.elsewhere = { type in
            switch ComfyNodes.all.kind(of: type) {
            case .local: .local
            case .online: .online
            case nil: nil
            }
        }
        let graph = try Graph(["1": ["class_type": .string(type), "inputs": [:]]])
        let folders = Folders(models: [], input: "", output: "", temp: "")
        let issues = #expect(throws: GraphIssues.self) { try graph.check(against: catalog, folders: folders) }
        #expect(issues?.lines == [sentence])
    }
}
