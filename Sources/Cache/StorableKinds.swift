import Engine
import JSON

/// The kinds of values that files can hold, and outputs in and out of that form.
struct StorableKinds: Sendable {
    private let types: [String: any StorablePort.Type]

    /// Names of the port types, and the wildcard, which may be one of them.
    private let portTypes: Set<String>

    private static let literals: [any StorablePort.Type] = [
        Int.self, UInt64.self, Double.self, Float.self, Bool.self, String.self, ExecutionBlocker.self,
    ]

    /// - Precondition: no two kinds have the same name.
    init(_ types: [any StorablePort.Type]) {
        let types = Self.literals + types
        self.types = Dictionary(uniqueKeysWithValues: types.map { ($0.storedKind, $0) })
        portTypes = Set(types.map { $0.portType } + ["*"])
    }

    /// Whether values that links of this type bring are of kinds that can be kept.
    func include(portType: String) -> Bool {
        portType.split(separator: ",").allSatisfy { portTypes.contains(String($0)) }
    }

    /// Nil if some of the values cannot be kept.
    func stored(_ outputs: [OutputValues]) -> StoredValue? {
        var whole = StoredValue()
        whole["slots"] = .array(outputs.map { [.bool($0.isList), .int($0.items.count)] })
        for (slot, output) in outputs.enumerated() {
            for (position, item) in output.items.enumerated() {
                guard let item else { continue }
                guard let port = item as? any StorablePort, types[type(of: port).storedKind] != nil,
                    var part = port.stored
                else { return nil }
                part["kind"] = .string(type(of: port).storedKind)
                whole.add(part, as: "\(slot).\(position)")
            }
        }
        return whole
    }

    /// Nil if the file holds something that this program does not know.
    func outputs(_ stored: StoredValue) -> [OutputValues]? {
        guard let slots = stored["slots"]?.array else { return nil }
        var outputs: [OutputValues] = []
        for (slot, shape) in slots.enumerated() {
            guard let isList = shape[0]?.bool, let count = shape[1]?.int, count >= 0 else { return nil }
            var items: [(any Port)?] = []
            for position in 0..<count {
                guard let part = stored.part("\(slot).\(position)") else {
                    items.append(nil)
                    continue
                }
                guard let type = part["kind"]?.string.flatMap({ types[$0] }), let port = type.port(part) else {
                    return nil
                }
                items.append(port)
            }
            outputs.append(OutputValues(items: items, isList: isList))
        }
        return outputs
    }
}
