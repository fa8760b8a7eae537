import ArgumentParser
@testable import Engine
import Formats
import Layers
import Testing

@testable import Workflows

@testable import CLI

struct ExitStatusTests {
    private static let node = NodeName(id: "3", type: "KSampler")
    private static let missing = GraphIssue(
        .noFile(.missing(name: "a.safetensors", source: .models("checkpoints")), nearest: nil), at: "1", "X", input: "y"
    )
    private static let cycle = GraphIssue(.cycle(["1", "1"]), at: "1", "X")

    /// The testing library has an `ExitStatus` too.
    typealias Status = CLI.ExitStatus

    static let cases: [(any Error & Sendable, Status)] = [
        (CancellationError(), .interrupted),
        (OverrideError.malformed("x"), .usage),
        (GraphIssues(issues: [missing]), .fileUnusable),
        (GraphIssues(issues: [missing, cycle]), .graphInvalid),
        (GraphReadError.editorForm, .graphInvalid),
        (GraphFileError(path: "x.json", cause: FileError("x.json", .missing)), .graphInvalid),
        (NodeFailure(node: node, cause: FileError("x", .missing)), .fileUnusable),
        (
            NodeFailure(
                node: node, cause: WeightsError(.missing("a", shape: [1]), origin: "x", remedy: "Choose another.")),
            .fileUnusable
        ),
        (RunFailure(failures: [NodeFailure(node: node, cause: FileError("x", .diskFull))]), .nodeFailed),
        (NodeFailure(node: node, cause: NoWorkflowInside()), .nodeFailed),
    ]

    @Test(arguments: cases)
    func `what went wrong decides the status`(error: any Error & Sendable, status: Status) {
        #expect(Status(of: error) == status)
    }
}
