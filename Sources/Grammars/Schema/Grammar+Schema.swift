import JSON

extension Grammar {
    /// The JSON texts that satisfy a JSON Schema, on one line, with at most one blank where JSON allows them.
    ///
    /// They are a part of all that satisfy it: properties come in the order of the schema, and those that it does not name
    /// only where it describes them or names none.
    ///
    /// - Throws: `SchemaError` for what cannot be kept to; nothing is passed over in silence but remarks such as `title`.
    public init(schema: JSONValue) throws(SchemaError) {
        var compiler = try SchemaCompiler(schema)
        self = try compiler.grammar()
    }
}
