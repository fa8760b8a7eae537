import JSON

/// A graph that is used as a node: what its file says, before anything is looked up.
///
/// ```json
/// {
///   "display_name": "Small first, then large",
///   "category": "blueprints",
///   "description": "Draw a picture small, then enlarge it and draw the details.",
///   "inputs": {"model": {}, "steps": {"default": 20, "max": 60}},
///   "outputs": {"IMAGE": {"from": ["8", 0]}},
///   "graph": {"3": {"class_type": "KSampler", "inputs": {"model": {"$input": "model"}, "steps": {"$input": "steps"}, …}}}
/// }
/// ```
///
/// An input is what it is where the graph uses it, unless the file says more of it; one with a default may be left out. The
/// name of the type is that of the file. Before a graph is checked, blueprints in it are replaced by what is inside, so that
/// keys, events and pictures know only the nodes that do the work; node 3 inside node 12 is called `12:3`.
public struct Blueprint: Sendable {
    public let typeName: String
    let displayName: String
    let category: String
    let summary: String
    let inputs: [Input]
    let outputs: [Output]
    let graph: Graph

    struct Input: Sendable {
        let name: String
        /// What the file says of it beyond its name.
        let words: JSONObject
    }

    struct Output: Sendable {
        let name: String
        let summary: String
        let from: Wire
    }

    /// Where an output or an inner input gets its value from, if from nowhere else.
    enum Wire: Sendable, Hashable {
        case node(NodeID, slot: Int)
        case input(String)
    }
}

extension GraphInput.Value {
    /// `{"$input": "steps"}` inside a blueprint: what the blueprint's input gets.
    var blueprintInput: String? {
        guard case .literal(.object(let object)) = self, object.count == 1 else { return nil }
        return object["$input"]?.string
    }
}
