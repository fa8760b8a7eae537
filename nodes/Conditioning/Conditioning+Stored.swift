import Cache
import Diffusion
import JSON
import Tensors

extension Conditioning: StorablePort {
    public static var storedKind: String { "conditioning" }

    /// Nil where a network steers a prompt, or a hook changes the model: networks are not kept in results.
    public var stored: StoredValue? {
        var value = StoredValue(JSONObject([("count", .int(entries.count))]))
        for (index, entry) in entries.enumerated() {
            guard let part = entry.stored else { return nil }
            value.add(part, as: "\(index)")
        }
        return value
    }

    public init?(_ stored: StoredValue) {
        guard let count = stored["count"]?.int, count >= 0 else { return nil }
        var entries: [ConditioningEntry] = []
        for index in 0..<count {
            guard let entry = stored.part("\(index)").flatMap(ConditioningEntry.init) else { return nil }
            entries.append(entry)
        }
        self.init(entries)
    }
}

extension ConditioningEntry {
    fileprivate var stored: StoredValue? {
        guard control == nil, grounding == nil, hooks.isEmpty else { return nil }
        var value = StoredValue(tensors: ["context": context])
        value.tensors["pooled"] = pooled
        value.tensors["control_context"] = controlContext
        value.tensors["label"] = label
        value.tensors["concatenated"] = concatenated
        value.tensors["mask"] = mask
        value.add(StoredValue(tensors: tensors), as: "tensors")
        value["parameters"] = .object(
            JSONObject(parameters.sorted { $0.key < $1.key }.map { ($0.key, .bits(of: $0.value)) }))
        value["area"] = area?.stored
        value["mask_strength"] = .bits(of: maskStrength)
        value["strength"] = .bits(of: strength)
        value["start"] = start.map { .bits(of: $0) }
        value["end"] = end.map { .bits(of: $0) }
        value["encoded_for"] = encodedFor.map { .array([.bits(of: $0.lowerBound), .bits(of: $0.upperBound)]) }
        value["flags"] = [.bool(isCutToMask), .bool(isDefault), .bool(controlsBothSides)]
        return value
    }

    fileprivate init?(_ stored: StoredValue) {
        guard let context = stored.tensors["context"], let tensors = stored.part("tensors")?.tensors,
            let parameters = stored["parameters"]?.object, let flags = stored["flags"]?.array?.compactMap(\.bool),
            flags.count == 3, let strength = stored["strength"]?.doubleOfBits,
            let maskStrength = stored["mask_strength"]?.doubleOfBits
        else { return nil }
        self.init(context: context, pooled: stored.tensors["pooled"])
        controlContext = stored.tensors["control_context"]
        label = stored.tensors["label"]
        concatenated = stored.tensors["concatenated"]
        mask = stored.tensors["mask"]
        self.tensors = tensors
        for parameter in parameters {
            guard let value = parameter.value.doubleOfBits else { return nil }
            self.parameters[parameter.key] = value
        }
        if let text = stored["area"] {
            guard let area = Area(text) else { return nil }
            self.area = area
        }
        self.maskStrength = maskStrength
        self.strength = strength
        start = stored["start"]?.doubleOfBits
        end = stored["end"]?.doubleOfBits
        if let span = stored["encoded_for"]?.array?.compactMap(\.doubleOfBits), span.count == 2, span[0] <= span[1] {
            encodedFor = span[0]...span[1]
        }
        (isCutToMask, isDefault, controlsBothSides) = (flags[0], flags[1], flags[2])
    }
}

extension Area {
    fileprivate var stored: JSONValue {
        switch self {
        case .cells(let height, let width, let y, let x):
            ["cells": [.int(height), .int(width), .int(y), .int(x)]]
        case .parts(let height, let width, let y, let x):
            ["parts": .array([height, width, y, x].map { .bits(of: $0) })]
        }
    }

    fileprivate init?(_ stored: JSONValue) {
        if let sizes = stored["cells"]?.array?.compactMap(\.int), sizes.count == 4 {
            self = .cells(height: sizes[0], width: sizes[1], y: sizes[2], x: sizes[3])
        } else if let sizes = stored["parts"]?.array?.compactMap(\.doubleOfBits), sizes.count == 4 {
            self = .parts(height: sizes[0], width: sizes[1], y: sizes[2], x: sizes[3])
        } else {
            return nil
        }
    }
}
