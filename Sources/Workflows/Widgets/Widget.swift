import JSON

/// A field of a node, and what it says.
struct Widget {
    let name: String
    /// Nil if the file says nothing and the declaration has no preset.
    var value: JSONValue?
    /// Whether editors read `{a|b}` and comments in it before they send it.
    var isDynamicPrompt = false
}

extension JSONValue {
    /// As an input of the API form, where a bare list would be a link.
    var asLiteral: JSONValue {
        guard array != nil else { return self }
        return ["__value__": self]
    }
}
