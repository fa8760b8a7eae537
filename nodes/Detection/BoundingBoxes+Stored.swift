import Cache
import JSON

extension BoundingBoxes: StorablePort {
    static let storedKind = "bounding boxes"

    var stored: StoredValue? {
        let (isSingle, frames): (Bool, [[BoundingBox]]) =
            switch self {
            case .single(let box): (true, [[box]])
            case .frames(let frames): (false, frames)
            }
        let lists = frames.map { frame -> JSONValue in .array(frame.map(\.json)) }
        return StoredValue(JSONObject([("is_single", .bool(isSingle)), ("frames", .array(lists))]))
    }

    init?(_ stored: StoredValue) {
        guard let isSingle = stored["is_single"]?.bool, let lists = stored["frames"]?.array else { return nil }
        let frames = lists.map { ($0.array ?? []).compactMap(BoundingBox.init) }
        guard isSingle else {
            self = .frames(frames)
            return
        }
        guard let box = frames.first?.first else { return nil }
        self = .single(box)
    }
}

extension BoundingBox {
    var json: JSONValue {
        var object = JSONObject([
            ("x", .double(x)), ("y", .double(y)), ("width", .double(width)), ("height", .double(height)),
        ])
        if let label { object["label"] = .string(label) }
        if let score { object["score"] = .double(score) }
        if let metadata { object["metadata"] = .object(metadata) }
        return .object(object)
    }

    fileprivate init?(_ json: JSONValue) {
        guard let x = json["x"]?.double, let y = json["y"]?.double, let width = json["width"]?.double,
            let height = json["height"]?.double
        else { return nil }
        self.init(
            x: x, y: y, width: width, height: height, label: json["label"]?.string, score: json["score"]?.double,
            metadata: json["metadata"]?.object)
    }
}

extension BoundingBoxes {
    /// As ComfyUI's nodes hand it on: an object, or lists of them.
    var json: JSONValue {
        switch self {
        case .single(let box): box.json
        case .frames(let frames): .array(frames.map { .array($0.map(\.json)) })
        }
    }
}
