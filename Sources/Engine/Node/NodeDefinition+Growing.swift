extension InputDefinition {
    /// What a graph may give of a growing input, each as an input of its own; none of any other.
    var elements: [InputDefinition] {
        guard let growth else { return [] }
        return growth.names.enumerated().map { number, name in element(called: name, number: number, of: growth) }
    }

    fileprivate func element(called name: String, number: Int, of growth: Growth) -> InputDefinition {
        var element = InputDefinition(
            name: "\(self.name).\(name)", summary: summary, kind: kind, isOptional: number >= growth.least,
            defaultValue: nil)
        element.takesList = takesList
        element.matching = matching
        return element
    }
}

extension NodeDefinition {
    /// The definition with the elements of growing inputs that `node` gives, and those that it must give, as inputs of their
    /// own; itself if none of them grows.
    func fitted(to node: GraphNode) -> NodeDefinition {
        guard hasGrowingInputs else { return self }
        let given = Set(node.inputs.lazy.map(\.name))
        var inputs: [InputDefinition] = []
        var places: [PropertyPlace] = []
        for (position, input) in self.inputs.enumerated() {
            guard let growth = input.growth else {
                inputs.append(input)
                places.append(PropertyPlace(property: position))
                continue
            }
            for (number, name) in growth.names.enumerated()
            where number < growth.least || given.contains("\(input.name).\(name)") {
                inputs.append(input.element(called: name, number: number, of: growth))
                places.append(PropertyPlace(property: position, element: name))
            }
        }
        return NodeDefinition(
            type, typeName: typeName, displayName: displayName, category: category, summary: summary,
            version: version, isOutput: isOutput, isVolatile: isVolatile, inputs: inputs, outputs: outputs,
            places: places)
    }
}
