import JSON

/// A workflow of the editor in the form that runs.
public struct ConvertedWorkflow: Sendable {
    /// Nodes by id, as ComfyUI's page sends them.
    public let nodes: JSONObject
    /// The workflow as the editor saved it.
    public let workflow: JSONValue
    /// In the order of the nodes; what they tell of is left out of `nodes` in part.
    public let issues: [ConversionIssue]
    /// Other names for inputs: of widgets that a subgraph or a primitive node has for others, `12.text`, also by its title;
    /// and of what the author shows in the simple view, `Prompt`. A name may stand for inputs of several nodes.
    public let aliases: [String: [Place]]

    /// An input of a node, as the API form calls them.
    public struct Place: Hashable, Sendable {
        public let node: String
        public let input: String

        public init(node: String, input: String) {
            self.node = node
            self.input = input
        }
    }
}
