import JSON
import Tensors

/// Why a layer whose weights are kept in few bits was not read.
public struct ScaledLayerError: Error, Hashable, Sendable {
    public let path: String
    /// Empty where the file as a whole is meant.
    public let layer: String
    public let problem: Problem

    public enum Problem: Error, Hashable, Sendable {
        case metadata
        case notJSON
        case noFormat
        case unknown(String)
        case element(String, found: ElementType)
        case rotation(Int, columns: Int)
        case scales(Int, rows: Int)
    }

    init(_ path: String, _ layer: String, _ problem: Problem) {
        self.path = path
        self.layer = layer
        self.problem = problem
    }
}

extension ScaledLayerError: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String {
        let place = problem == .metadata ? "its metadata" : "the layer '\(layer.legible(limit: 200))'"
        return "\(path.legible(limit: 400)): \(place) \(fact). \(remedy)"
    }

    private var fact: String {
        switch problem {
        case .metadata: "name no layers under '_quantization_metadata', although they have it"
        case .notJSON: "has a statement of its format ('comfy_quant') that is no JSON"
        case .noFormat: "has a statement of its format ('comfy_quant') that names none"
        case .unknown(let format): "is kept as '\(format.legible(limit: 40))', which is not read"
        case .element(let format, let found):
            "is said to be kept as '\(format.legible(limit: 40))', but its numbers are \(found.rawValue)"
        case .rotation(let group, let columns):
            "is said to be rotated in groups of \(group), which does not fit rows of \(columns)"
        case .scales(let count, let rows): "has \(count) scales for \(rows) rows"
        }
    }

    private var remedy: String {
        switch problem {
        case .unknown: "Use the same model in float8, int8, 16 or 32 bits, or as GGUF."
        default: "Download the file again, or use the same model in 16 bits."
        }
    }
}
