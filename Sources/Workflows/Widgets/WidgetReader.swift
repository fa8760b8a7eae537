import JSON

/// Gives names to the values of a node's widgets, which files keep by position only.
///
/// The order is that of the declaration. Values stand there for inputs that are linked as well; a widget that decides how
/// a seed changes from run to run, a button to upload a file and the like have values but are no inputs.
struct WidgetReader {
    private var widgets: [Widget] = []
    /// Values that their widget cannot hold: a sign that the file knows other widgets than the declaration.
    private var misfits = 0
    private var rest: ArraySlice<JSONValue>
    private let named: JSONObject?

    /// The widgets of `node`, which declares them so.
    ///
    /// Values go by position, as in editors. Where they cannot be meant so and the file has them by name as well, the names
    /// decide: the file is of another version of the node than the declaration.
    static func widgets(of node: EditorNode, declared: NodeDeclaration) -> [Widget] {
        let values = withoutDummies(node.values, declared)
        let byPosition = WidgetReader(values[...], named: values.isEmpty ? node.namedValues : nil, declared)
        guard byPosition.misfits > 0, let named = node.namedValues else { return byPosition.widgets }
        let byName = WidgetReader([], named: named, declared)
        return byName.misfits < byPosition.misfits ? byName.widgets : byPosition.widgets
    }

    private init(_ values: ArraySlice<JSONValue>, named: JSONObject?, _ declared: NodeDeclaration) {
        rest = values
        self.named = named
        read(declared.inputs.filter { !$0.isOptional })
        // Editors put a file input's button after the required inputs.
        if declared.hasUploadButton { rest = rest.dropFirst() }
        read(declared.inputs.filter(\.isOptional))
        readExtras(of: declared.name)
    }

    private mutating func take(_ name: String) -> JSONValue? {
        guard let named else { return rest.popFirst() }
        // Some versions name the children of a dynamic drop-down without their parent.
        return named[name] ?? name.split(separator: ".").last.flatMap { named[String($0)] }
    }

    private mutating func read(_ inputs: [DeclaredInput]) {
        for input in inputs where input.hasWidget {
            let value = value(of: input)
            widgets.append(Widget(name: input.name, value: value, isDynamicPrompt: input.says("dynamicPrompts")))
            if named == nil { rest = rest.dropFirst(input.silentValues) }
            if input.refreshes { widgets.append(Widget(name: "refresh", value: take("refresh") ?? "refresh")) }
            if input.type == "COMFY_DYNAMICCOMBO_V3", let value { read(input.children(for: value)) }
        }
    }

    private mutating func value(of input: DeclaredInput) -> JSONValue? {
        // The picture comparer's field is filled while the page runs; files do not keep it.
        if input.type == "IMAGECOMPARE" { return input.preset }
        guard let value = take(input.name) else { return input.preset }
        if !input.holds(value) { misfits += 1 }
        return input.type == "LOAD_3D" && input.name == "viewport_state" && value == "" ? input.preset : value
    }

    /// Widgets that editors add to a few types by themselves.
    private mutating func readExtras(of type: String) {
        switch type {
        case "SaveGLB", "Preview3D":
            widgets.append(Widget(name: "image", value: take("image") ?? ""))
        case "CustomCombo":
            for name in ["index"] + (1...max(1, rest.count)).map({ "option\($0)" }) {
                if let value = take(name) { widgets.append(Widget(name: name, value: value)) }
            }
        default:
            break
        }
    }

    /// Without the values that old editors kept for inputs that only a link can fill, if the count says that they are there.
    private static func withoutDummies(_ values: [JSONValue], _ declared: NodeDeclaration) -> [JSONValue] {
        let isDummy = declared.inputs.flatMap { input -> [Bool] in
            guard input.hasWidget || input.says("forceInput") else { return [] }
            return [input.says("forceInput")] + (input.isControlled ? [false] : [])
        }
        guard isDummy.contains(true), isDummy.count == values.count else { return values }
        return zip(isDummy, values).filter { !$0.0 }.map(\.1)
    }
}
