import Engine
import JSON

/// An input or output of a program.
struct ProcessPort: Sendable {
    let name: String
    let summary: String
    let kind: Kind
    let isOptional: Bool
    /// What the file says of ranges and defaults.
    let words: JSONObject

    enum Kind: Hashable, Sendable {
        case integer, number, boolean
        case text(asFile: Bool)
        case image(asTensor: Bool)
        case mask(asTensor: Bool)
        case latent

        /// How its file is called; nil for what is written among the arguments.
        var fileExtension: String? {
            switch self {
            case .integer, .number, .boolean, .text(asFile: false): nil
            case .text(asFile: true): "txt"
            case .image(asTensor: false), .mask(asTensor: false): "png"
            case .image(asTensor: true), .mask(asTensor: true), .latent: "safetensors"
            }
        }
    }

    /// Nil if it is none.
    init?(_ name: String, _ json: JSONValue, isOutput: Bool) {
        guard case .object(let words) = json, let type = words["type"]?.string, !name.isEmpty,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        else { return nil }
        let isTensor = words["form"]?.string == "safetensors"
        switch type {
        case "INT": kind = .integer
        case "FLOAT": kind = .number
        case "BOOLEAN": kind = .boolean
        case "STRING": kind = .text(asFile: isOutput || words["form"]?.string == "file")
        case "IMAGE": kind = .image(asTensor: isTensor)
        case "MASK": kind = .mask(asTensor: isTensor)
        case "LATENT": kind = .latent
        default: return nil
        }
        if isOutput, kind.fileExtension == nil { return nil }
        self.name = name
        summary = words["description"]?.string ?? ""
        isOptional = words["optional"]?.bool ?? (words["default"] != nil)
        self.words = words
        guard hasSoundRange else { return nil }
    }

    private var hasSoundRange: Bool {
        switch kind {
        case .integer:
            guard let range = integers else { return false }
            return words["default"].map { $0.int.map(range.contains) ?? false } ?? true
        case .number:
            guard let range = numbers else { return false }
            return words["default"].map { $0.double.map(range.contains) ?? false } ?? true
        case .boolean: return words["default"].map { $0.bool != nil } ?? true
        case .text: return words["default"].map { $0.string != nil } ?? true
        case .image, .mask, .latent: return words["default"] == nil
        }
    }

    /// The range of an INT; nil if its ends are the wrong way round.
    var integers: ClosedRange<Int>? {
        let (lower, upper) = (words["min"]?.int ?? Int.min, words["max"]?.int ?? Int.max)
        return lower <= upper ? lower...upper : nil
    }

    /// The range of a FLOAT.
    var numbers: ClosedRange<Double>? {
        let (lower, upper) = (words["min"]?.double ?? -1e300, words["max"]?.double ?? 1e300)
        return lower <= upper ? lower...upper : nil
    }
}
