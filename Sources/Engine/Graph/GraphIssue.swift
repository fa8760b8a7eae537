/// One thing wrong with a graph, found before anything runs.
///
/// Validation collects every issue rather than stopping at the first, so that a user can mend a graph in one pass.
public struct GraphIssue: Error, Hashable, Sendable {
    /// Nil if the graph as a whole is at fault.
    public let node: NodeID?
    public let nodeType: String
    public let input: String?
    public let problem: Problem

    /// The node of the graph that this one is inside of, if its type is a blueprint.
    public var outer: NodeName?

    public init(_ problem: Problem, at node: NodeID? = nil, _ nodeType: String = "", input: String? = nil) {
        self.node = node
        self.nodeType = nodeType
        self.input = input
        self.problem = problem
    }

    public enum Problem: Error, Hashable, Sendable {
        case noOutputNode
        /// An output was asked for by an id that no node has, or that of a node that saves and shows nothing.
        case noSuchNode
        case notAnOutput
        case unknownNodeType(nearest: String?)
        /// ComfyUI has it, this program has not.
        case foreignNodeType(isOnline: Bool)
        /// A loop; the path ends where it began.
        case cycle([NodeID])

        case missingInput(type: String, example: String?)
        case malformedLink(found: String)
        case danglingLink(to: NodeID, nearest: NodeID? = nil)
        case badSlot(Int, of: NodeID, outputs: [String])
        case mismatchedLink(wants: String, from: NodeID, gives: String)
        case linkedFile

        case literalForLink(found: String, wants: String)
        case unconvertible(found: String, to: String)
        case outOfRange(found: String, allowed: String)
        case notInList(found: String, nearest: String?, list: [String])

        case notAFileName(found: String)
        case noFile(FileNameError, nearest: String?)

        /// In the node's own words: fact and remedy.
        case refused(String)

        /// Found only while running: the source left out this output.
        case givesNothing(from: NodeName, output: String)
    }

    /// Whether the graph would be right if a file were there.
    public var isMissingFile: Bool {
        if case .noFile(.missing, _) = problem { true } else { false }
    }
}
