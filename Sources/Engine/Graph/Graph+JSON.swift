import JSON

extension Graph {
    /// Reads a graph file: the API form, or a request to ComfyUI that holds one.
    ///
    /// - Throws: `GraphReadError`, at the first thing that is no graph.
    public init(parsing bytes: [UInt8]) throws(GraphReadError) {
        var options = JSONParsingOptions.strict
        options.allowsNonFiniteNumbers = true  // ComfyUI writes NaN as `is_changed` into pictures.
        options.replacesLoneSurrogates = true
        options.skipsByteOrderMark = true
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes, options)
        } catch {
            throw .malformed(error)
        }
        try self.init(json)
    }

    public init(_ json: JSONValue) throws(GraphReadError) {
        guard case .object(let object) = json else { throw .notAGraph(found: json.kind) }
        if object["nodes"]?.array != nil { throw .editorForm }
        // Three forms hold the same: nodes by id; a request to ComfyUI; what its page makes of a workflow.
        if let prompt = object["prompt"], prompt["class_type"] == nil {
            guard case .object(let nodes) = prompt else { throw .notAGraph(found: "'prompt' with \(prompt.kind)") }
            try self.init(
                nodes: nodes, extraMetadata: json["extra_data"]?["extra_pnginfo"]?.object ?? JSONObject())
        } else if case .object(let nodes)? = object["output"], nodes["class_type"] == nil {
            try self.init(
                nodes: nodes, extraMetadata: JSONObject(object["workflow"].map { [("workflow", $0)] } ?? []))
        } else {
            try self.init(nodes: object, extraMetadata: JSONObject())
        }
    }

    private init(nodes object: JSONObject, extraMetadata: JSONObject) throws(GraphReadError) {
        var nodes: [GraphNode] = []
        nodes.reserveCapacity(object.count)
        for member in object { nodes.append(try GraphNode(id: NodeID(member.key), member.value)) }
        self.init(nodes: nodes, extraMetadata: extraMetadata)
    }

    /// The graph in API form, as pictures carry it.
    public var json: JSONValue {
        .object(JSONObject(nodes.lazy.map { ($0.id.description, $0.json) }))
    }

    /// Keys and JSON texts for a picture's text chunks, as ComfyUI's SaveImage writes them.
    public func pictureMetadata() -> [(String, String)] {
        [("prompt", json.serialized(.python))]
            + extraMetadata.map { ($0.key, $0.value.serialized(.python)) }
    }
}

extension GraphNode {
    fileprivate init(id: NodeID, _ json: JSONValue) throws(GraphReadError) {
        guard case .object(let object) = json else { throw .notANode(id, found: json.kind) }
        guard let type = object["class_type"] else { throw .untyped(id, found: nil) }
        guard case .string(let type) = type else { throw .untyped(id, found: type.kind) }

        let inputs: [GraphInput]
        switch object["inputs"] {
        case nil: inputs = []
        case .object(let object)?:
            inputs = object.map { GraphInput(name: $0.key, value: GraphInput.Value($0.value)) }
        case let other?: throw .inputsNotAnObject(id, found: other.kind)
        }
        self.init(id: id, type: type, title: object["_meta"]?["title"]?.string, inputs: inputs)
    }

    fileprivate var json: JSONValue {
        var object = JSONObject([
            ("inputs", .object(JSONObject(inputs.lazy.map { ($0.name, $0.value.json) }))),
            ("class_type", .string(type)),
        ])
        if let title { object["_meta"] = ["title": .string(title)] }
        return .object(object)
    }
}
