/// What each keyword of JSON Schema is to us.
enum SchemaKeywords {
    /// Those that are kept to.
    static let kept: Set = [
        "$ref", "type", "enum", "const", "nullable", "allOf", "anyOf", "oneOf",
        "properties", "required", "additionalProperties", "minProperties", "maxProperties",
        "items", "prefixItems", "additionalItems", "minItems", "maxItems", "uniqueItems",
        "minLength", "maxLength", "pattern", "format",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    ]

    /// Those that say nothing about values.
    static let remarks: Set = [
        "$schema", "$id", "$comment", "$anchor", "$vocabulary", "$defs", "definitions", "title", "description",
        "default",
        "examples", "example", "deprecated", "readOnly", "writeOnly", "contentMediaType", "contentEncoding",
    ]

    /// Those that cannot be kept to while a text is written from left to right, and what to write instead.
    static let refused: [String: String] = [
        "not": "Say what is allowed.",
        "if": "Use 'anyOf' with the cases.",
        "then": "Use 'anyOf' with the cases.",
        "else": "Use 'anyOf' with the cases.",
        "dependentRequired": "Use 'anyOf' with the cases.",
        "dependentSchemas": "Use 'anyOf' with the cases.",
        "dependencies": "Use 'anyOf' with the cases.",
        "patternProperties": "Name the properties, or use 'additionalProperties'.",
        "propertyNames": "Name the properties.",
        "unevaluatedProperties": "Use 'additionalProperties'.",
        "unevaluatedItems": "Use 'items'.",
        "contains": "Use 'prefixItems' or 'items'.",
        "minContains": "Use 'prefixItems' or 'items'.",
        "maxContains": "Use 'prefixItems' or 'items'.",
        "$dynamicRef": "Use '$ref'.",
        "$dynamicAnchor": "Use '$ref'.",
        "$recursiveRef": "Use '$ref'.",
        "$recursiveAnchor": "Use '$ref'.",
        "contentSchema": "Describe the value itself.",
    ]

    /// Those that hold schemas by name.
    static let holdSchemasByName: Set = ["properties", "$defs", "definitions"]
    static let holdSchemaLists: Set = ["allOf", "anyOf", "oneOf", "prefixItems"]
    static let holdSchemas: Set = ["items", "additionalProperties", "additionalItems"]
}
