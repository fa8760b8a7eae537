import JSON

extension DeclaredInput {
    func says(_ fact: String) -> Bool { facts[fact]?.isTruthy ?? false }

    /// What kind of field editors show for it, if they show one.
    var widgetType: String { facts["widgetType"]?.string ?? type }

    /// Whether editors show a field for it, whose value the file keeps.
    var hasWidget: Bool { !says("forceInput") && Self.widgetTypes.contains(widgetType) }

    /// Whether editors show a second field that says how the value changes from run to run.
    var isControlled: Bool {
        if let flag = facts["control_after_generate"] { return flag.isTruthy }
        return type == "INT" && (name == "seed" || name == "noise_seed")
    }

    /// What the field shows before anybody has touched it; nil for a drop-down whose words only an installation knows.
    var preset: JSONValue? {
        if let preset = facts["default"] { return preset }
        switch widgetType {
        case "INT", "FLOAT": return 0
        case "STRING": return ""
        case "BOOLEAN": return false
        case "COMBO": return facts["options"]?[0]
        case "COMFY_DYNAMICCOMBO_V3": return facts["options"]?[0]?["key"]
        case "COLOR": return "#ffffff"
        // The two halves of a comparison that nothing has filled yet.
        case "IMAGECOMPARE": return ["", ""]
        case "LOAD_3D": return name == "viewport_state" ? Self.untouchedView : nil
        default: return nil
        }
    }

    /// Whether the field can hold the value as it is.
    func holds(_ value: JSONValue) -> Bool {
        switch (widgetType, value) {
        case (_, .null): return true
        case ("INT", _), ("FLOAT", _): return value.number != nil
        case ("BOOLEAN", _): return value.bool != nil
        case ("STRING", _): return value.string != nil
        case ("COMBO", _):
            // A word that is not offered here may be offered elsewhere, a number among words is none.
            let words = facts["options"]?.array ?? []
            return value.string != nil || words.contains { $0.string == nil } || says("multiselect")
        case ("COMFY_DYNAMICCOMBO_V3", _):
            return facts["options"]?.array?.contains { $0["key"] == value } ?? false
        default: return true
        }
    }

    /// The inputs that a choice of a dynamic drop-down brings along, by their whole names.
    func children(for key: JSONValue) -> [DeclaredInput] {
        let option = facts["options"]?.array?.first { $0["key"] == key }
        guard let groups = option?["inputs"]?.object else { return [] }
        return ["required", "optional"].flatMap { group in
            DeclaredInput.list(groups[group]?.object, order: nil, isOptional: group == "optional").map {
                DeclaredInput(renaming: $0, to: "\(name).\($0.name)")
            }
        }
    }

    /// Whether a button to upload a file goes with it.
    var isUpload: Bool {
        type == "COMBO"
            && ["image_upload", "video_upload", "animated_image_upload", "audio_upload"].contains(where: says)
    }

    /// Whether its words come from the server when asked, and a button asks again.
    var refreshes: Bool { facts["remote"]?["refresh_button"]?.isTruthy ?? false }

    /// Values after its own that are no inputs.
    var silentValues: Int {
        // A box has its four numbers a second time; a list from the server, whether to ask again after every run.
        (isControlled ? 1 : 0) + (type == "BOUNDING_BOX" ? 4 : 0)
            + (facts["remote"]?["control_after_refresh"]?.isTruthy ?? false ? 1 : 0)
    }

    private static let widgetTypes: Set<String> = [
        "INT", "FLOAT", "BOOLEAN", "STRING", "COMBO", "COMFY_DYNAMICCOMBO_V3", "COLOR", "COLORS", "MARKDOWN",
        "TEXTAREA",
        "BOUNDING_BOX", "BOUNDING_BOXES", "PAINTER", "CURVE", "RANGE", "COMPOSITOR", "IMAGECOMPARE", "CHART",
        "GALLERIA",
        "VIDEO_EDIT", "IMAGEUPLOAD", "LOAD_3D", "WEBCAM", "AUDIO_RECORD",
    ]

    /// What the page sends for a 3D view that nobody has turned.
    private static let untouchedView: JSONValue = [
        "image": "", "mask": "", "normal": "",
        "camera_info": [
            "position": ["x": 10, "y": 10, "z": 10.000000000000002],
            "target": ["x": 0, "y": 0, "z": 0],
            "zoom": 1, "cameraType": "perspective",
            "quaternion": [
                "x": -0.2798481423331213, "y": 0.3647051996310008, "z": 0.11591689595929511, "w": 0.8804762392171493,
            ],
            "fov": 35, "aspect": 1, "near": 0.01, "far": 10000,
            "frustum": ["left": -5, "right": 5, "top": 5, "bottom": -5],
        ],
        "recording": "", "model_3d_info": [],
    ]
}

extension NodeDeclaration {
    /// Whether editors add a button to upload a file, whose value is kept after those of the required inputs.
    var hasUploadButton: Bool { inputs.contains { !$0.isOptional && $0.isUpload } }
}

extension JSONValue {
    /// Whether a script would take the value for true.
    var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let value): value
        case .number(let number): number.double != 0
        case .string(let text): !text.isEmpty
        case .array, .object: true
        }
    }
}
