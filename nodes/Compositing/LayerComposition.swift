import Engine
import Formats
import JSON
import Tensors

/// What an editor has saved about layers; it counts as long as they are those that it was made for.
struct LayerComposition: Equatable {
    let canvas: LayerStack.Canvas
    /// By the number of the frame; nil for those that nothing is said about.
    let placements: [JSONValue]
    /// Fingerprints of the frames that it was made for.
    let madeFor: [String]
    /// Colour of the ground (0 to 1 in sRGB) and how opaque it is; nil if there is none.
    let ground: (levels: SIMD3<Float>, opacity: Double)?
    /// The frames from the lowest to the highest; nil as they are.
    let order: [Int]?

    static func == (a: LayerComposition, b: LayerComposition) -> Bool {
        a.canvas == b.canvas && a.placements == b.placements && a.madeFor == b.madeFor && a.order == b.order
            && a.ground?.levels == b.ground?.levels && a.ground?.opacity == b.ground?.opacity
    }

    /// Nil if it is not in the form that editors write.
    init?(_ json: JSONValue) {
        guard json["version"] == nil || json["version"]?.double == 1,
            let width = Self.length(json["canvas"]?["w"]), let height = Self.length(json["canvas"]?["h"]),
            let layers = json["layers"]?.array, !layers.isEmpty, let inputs = json["inputs"]?.array
        else { return nil }
        let prints = inputs.compactMap(\.string)
        guard prints.count == inputs.count else { return nil }
        canvas = .init(width: width, height: height)
        placements = layers
        madeFor = prints
        ground = Self.ground(json["background"])
        let numbers = json["order"]?.array?.compactMap(\.int)
        order = numbers.flatMap { $0.sorted() == Array(layers.indices) ? $0 : nil }
    }

    /// The frames as they were placed, from the lowest to the highest.
    func placed(_ frames: [LayerFrame]) -> [LayerFrame] {
        let order = order ?? Array(frames.indices)
        return order.filter(frames.indices.contains).map { index in
            var frame = frames[index]
            let entry = index < placements.count ? placements[index] : .object(JSONObject())
            frame.placement = LayerPlacement(entry, width: frame.width, height: frame.height)
            return frame
        }
    }

    private static func length(_ json: JSONValue?) -> Int? {
        guard let number = json?.double ?? json?.string.flatMap(Double.init), number.isFinite else { return nil }
        let rounded = number.rounded(.toNearestOrEven)
        return rounded > 0 && rounded < 1e9 ? Int(rounded) : nil
    }

    private static func ground(_ json: JSONValue?) -> (levels: SIMD3<Float>, opacity: Double)? {
        guard let json, json.object != nil, json["visible"]?.bool ?? true else { return nil }
        let opacity = min(max(json["opacity"]?.double ?? 1, 0), 1)
        guard opacity > 0 else { return nil }
        return (WebColour(json["color"]?.string ?? "")?.levels ?? .one, opacity)
    }
}

extension LayerPlacement {
    /// - Parameters:
    ///   - json: what an editor says of the layer.
    ///   - width: of its picture, where nothing is said; `height` likewise.
    fileprivate init(_ json: JSONValue, width: Int, height: Int) {
        func number(_ name: String, _ fallback: Double) -> Double {
            let value = json["transform"]?[name]?.double ?? fallback
            return value.isFinite ? value : fallback
        }
        self.init(
            x: number("x", 0), y: number("y", 0), width: number("w", Double(width)),
            height: number("h", Double(height)),
            rotation: number("rotation", 0), opacity: min(max(json["opacity"]?.double ?? 1, 0), 1),
            blending: json["blend"]?.string.flatMap(LayerBlending.init) ?? .normal,
            isVisible: json["visible"]?.bool ?? true, isMirroredAcross: json["flipH"]?.bool ?? false,
            isMirroredDown: json["flipV"]?.bool ?? false)
    }
}

extension LayerFrame {
    /// What tells the frame from others, as editors write it: of its bytes, its transparency and its first place.
    ///
    /// - Source: `input_fingerprints` in ComfyUI's `nodes_compositor.py`, which hashes Python's spelling of the values.
    var fingerprint: String {
        var hash = Digest()
        hash.append(Array("(1, \(height), \(width), \(pixels.shape[2]))".utf8))
        let bytes = LayerBitmap(pixels, alpha: alpha).bytes
        hash.append(bytes.indices.filter { $0 % 4 != 3 }.map { bytes[$0] })
        if alpha != nil { hash.append(bytes.indices.filter { $0 % 4 == 3 }.map { bytes[$0] }) }
        func python(_ truth: Bool) -> String { truth ? "True" : "False" }
        let place = [
            "\(Int(placement.x))", "\(Int(placement.y))", "\(Int(size.width))", "\(Int(size.height))",
            "\(placement.rotation)", "\(placement.opacity)", "'\(placement.blending.rawValue)'",
            python(placement.isVisible), python(placement.isMirroredAcross), python(placement.isMirroredDown),
        ]
        hash.append(Array("(\(place.joined(separator: ", ")))".utf8))
        return hash.bytes.prefix(8).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }
}

/// A composition as an editor writes it, before anybody has looked into it.
struct WrittenComposition: WrittenStructure {
    static let portType = "COMPOSITOR"

    let json: JSONValue

    static let empty = WrittenComposition(json: .object(JSONObject()))

    init(json: JSONValue) {
        self.json = json
    }

    /// What is no JSON counts as an empty one.
    init?(_ literal: Literal) {
        guard case .text(let text) = literal else { return nil }
        self.init(json: (try? JSONValue(parsing: text)) ?? .object(JSONObject()))
    }
}
