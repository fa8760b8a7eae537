import JSON
import Tensors

/// A value taken apart for a file: small things as JSON, tensors as they are.
public struct StoredValue: Sendable {
    public var fields: JSONObject
    public var tensors: [String: Tensor]

    public init(_ fields: JSONObject = JSONObject(), tensors: [String: Tensor] = [:]) {
        self.fields = fields
        self.tensors = tensors
    }

    public subscript(field: String) -> JSONValue? {
        get { fields[field] }
        set { fields[field] = newValue }
    }

    /// Puts the parts of `part` under `name`.
    public mutating func add(_ part: StoredValue, as name: String) {
        fields[name] = .object(part.fields)
        for (key, tensor) in part.tensors { tensors["\(name).\(key)"] = tensor }
    }

    /// What `add` has put under `name`; nil if nothing has been.
    public func part(_ name: String) -> StoredValue? {
        guard let fields = fields[name]?.object else { return nil }
        let prefix = name + "."
        var part = StoredValue(fields)
        for (key, tensor) in tensors where key.hasPrefix(prefix) {
            part.tensors[String(key.dropFirst(prefix.count))] = tensor
        }
        return part
    }
}

extension JSONValue {
    /// The bits of a number, which decimal digits would not tell for those that are not finite.
    public static func bits(of value: Double) -> JSONValue { .number(JSONNumber(value.bitPattern)) }

    /// The number that has these bits.
    public var doubleOfBits: Double? { number?.uint64.map(Double.init(bitPattern:)) }
}
