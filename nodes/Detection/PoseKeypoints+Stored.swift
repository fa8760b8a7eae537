import Cache
import JSON

extension PoseKeypoints: StorablePort {
    static let storedKind = "pose keypoints"

    var stored: StoredValue? {
        StoredValue(JSONObject([("frames", .array(frames.map(\.json)))]))
    }

    init?(_ stored: StoredValue) {
        guard let frames = stored["frames"]?.array else { return nil }
        self.init(frames: frames.compactMap(Frame.init))
    }
}

extension PoseKeypoints.Frame {
    fileprivate var json: JSONValue {
        ["width": .int(width), "height": .int(height), "people": .array(people.map(\.json))]
    }

    fileprivate init?(_ json: JSONValue) {
        guard let width = json["width"]?.int, let height = json["height"]?.int, let people = json["people"]?.array
        else { return nil }
        self.init(width: width, height: height, people: people.compactMap(PoseKeypoints.Person.init))
    }
}

extension PoseKeypoints.Person {
    fileprivate var json: JSONValue {
        var parts: [(String, [PoseKeypoints.Point])] = [
            ("body", body), ("face", face), ("right_hand", rightHand), ("left_hand", leftHand),
        ]
        if let feet { parts.append(("feet", feet)) }
        return .object(
            JSONObject(
                parts.map { name, points in
                    // Bits, so that nothing is rounded.
                    (name, .array(points.flatMap { [$0.x, $0.y, $0.score] }.map { .int(Int($0.bitPattern)) }))
                }))
    }

    fileprivate init?(_ json: JSONValue) {
        func points(_ name: String) -> [PoseKeypoints.Point]? {
            guard let bits = json[name]?.array?.compactMap({ $0.int.flatMap(UInt32.init(exactly:)) }) else {
                return nil
            }
            let values = bits.map { Float(bitPattern: $0) }
            return stride(from: 0, to: values.count - 2, by: 3).map {
                PoseKeypoints.Point(x: values[$0], y: values[$0 + 1], score: values[$0 + 2])
            }
        }
        guard let body = points("body"), let face = points("face"), let right = points("right_hand"),
            let left = points("left_hand")
        else { return nil }
        self.init(body: body, feet: points("feet"), face: face, rightHand: right, leftHand: left)
    }
}
