import Cache
import JSON

extension Curve: StorablePort {
    static let storedKind = "curve"
    var stored: StoredValue? { StoredValue(JSONObject([("curve", json)])) }

    init?(_ stored: StoredValue) {
        guard let json = stored["curve"], let curve = try? Curve(json) else { return nil }
        self = curve
    }
}

extension Histogram: StorablePort {
    static let storedKind = "histogram"
    var stored: StoredValue? { StoredValue(JSONObject([("counts", .array(counts.map { .int($0) }))])) }

    init?(_ stored: StoredValue) {
        guard let counts = stored["counts"]?.array?.compactMap(\.int) else { return nil }
        self.init(counts: counts)
    }
}
