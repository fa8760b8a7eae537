import Engine
import JSON
import Testing

@testable import Authoring
@testable import CLI

struct PlanCommandTests {
    private let nodes = [
        PlannedNode(node: NodeName(id: "1", type: "CheckpointLoaderSimple"), state: .reused),
        PlannedNode(
            node: NodeName(id: "5", type: "KSampler"), state: .runs(why: "input 'seed' changed")),
        PlannedNode(node: NodeName(id: "6", type: "KSampler"), state: .shared(with: "5 (KSampler)")),
        PlannedNode(node: NodeName(id: "7", type: "ImageScale"), state: .possible),
        PlannedNode(node: NodeName(id: "8", type: "VAELoader"), state: .unneeded),
    ]

    @Test func `a plan is told line by line, and counted`() {
        #expect(
            PlanCommand.text(of: nodes, nil) == """
                reused   1 (CheckpointLoaderSimple)
                runs     5 (KSampler): input 'seed' changed
                shared   6 (KSampler): the same as 5 (KSampler)
                perhaps  7 (ImageScale): if the node that it leads to asks for it
                idle     8 (VAELoader): nothing that runs needs it
                1 runs, 1 reused, 1 shared, 1 perhaps, 1 idle
                """)
    }

    @Test func `programs get the same as JSON`() {
        let json = PlanCommand.json(of: nodes, nil)
        #expect(
            json["nodes"]?.array?.map { $0["does"] } == ["reused", "runs", "shared", "perhaps", "idle"])
        #expect(
            json["nodes"]?[1] == [
                "node": "5", "type": "KSampler", "does": "runs", "why": "input 'seed' changed",
            ])
    }
}
