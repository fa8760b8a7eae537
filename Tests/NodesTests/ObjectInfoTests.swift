import Engine
import Foundation
import JSON
import Testing

@testable import Nodes

/// Truth: the registry of ComfyUI 0.33, recorded by `Tests/Golden/Nodes/record_object_info.py`.
struct ObjectInfoTests {
    /// What ComfyUI does not have.
    static let ownNodes: Set = [
        "ControlNetMerge", "LanguageModelLoader", "SamplerStep", "TextClassify", "TextEmbed", "TextSimilarity",
        // Language, and small models.
        "ChatFromText", "ChatGenerate", "ChatText", "ChatTurn", "GuessAhead", "ImageEmbed", "JsonPath", "LoadText",
        "PredictLinear",
        "SaveTexts", "SplitText", "TextGroups", "TextMap", "TextReduce", "TextRoute", "TextSwitch", "TextTemplate",
        "TrainLinear",
        // Other people's nodes that workflows bring along.
        "CLIPLoaderGGUF", "DualCLIPLoaderGGUF", "UnetLoaderGGUF",
    ]

    /// Where Darkroom differs, and wants to.
    static let wantedDifferences: Set = [
        // ComfyUI lists a method twice.
        "ImageScaleToMaxDimension.upscale_method.options",
        // What an editor keeps about the widget: a run has no use for it, so it may be missing.
        "ImageCompare.compare_view.optional", "ImageCompare.input order",
        // The list of words lies in the editor only, and which of them it was comes with it.
        "CustomCombo.choice.type", "CustomCombo.inputs", "CustomCombo.input order",
        // Colours travel as texts.
        "ColorToRGBInt.color.type", "ColorToRGBInt.output", "Painter.bg_color.type",
        "ImageCropToMask.background.type", "TextOverlay.color.type",
        // What may stay without any element is optional here.
        "StringFormat.values.optional", "StringFormat.input order",
        // No list of numbers is written in a graph, whatever editors start from.
        "CreateHookKeyframesFromFloats.floats_strength.default", "CreateHookKeyframesFromFloats.floats_strength.min",
        "GLSLShader.floats.optional", "GLSLShader.ints.optional", "GLSLShader.bools.optional",
        "GLSLShader.curves.optional", "GLSLShader.input order",
        // An input that only a link brings is optional where a choice decides whether it is there.
        "ResizeImageMaskNode.resize_type[match size].input order",
        "ResizeImageMaskNode.resize_type[match size].match.optional",
        "ResizeImageMaskNode.resize_type[match size].match.type",
        // The folders of the machine that was asked.
        "LoadImageDataSetFromFolder.folder.options", "LoadImageTextDataSetFromFolder.folder.options",
        // A list is handed on as one; in ComfyUI, as one value that no other node takes.
        "MergeTextLists.output_is_list",
        // JSON lines as well.
        "SaveText.format.options",
    ]

    /// What a choice brings along for kinds of file that are not written here.
    static let unlikeChoices = ["SaveVideo.format[", "SaveVideo.codec["]

    private struct Recorded: Decodable {
        struct Input: Decodable {
            /// A word of a choice, and the inputs that it brings along.
            struct Choice: Decodable {
                let key: String
                let inputs: [Input]
            }

            let name, type: String
            let optional: Bool?
            let `default`: Value?
            let min, max: Double?
            let options: [String]?
            let multiline, dynamicPrompts: Bool?
            let choices: [Choice]?
            /// Of inputs that grow or have their type from each other: JSON with sorted keys.
            let template: String?
        }

        let category: String
        let display_name: String?
        let output_node: Bool
        let inputs: [Input]
        let outputs: [Output]
    }

    private struct Output: Decodable {
        let name, type: String
        let isList: Bool

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            name = try values.decode(String.self)
            type = try values.decode(String.self)
            isList = try values.decode(Bool.self)
        }
    }

    /// A default: a word, a number or a truth value; others are not compared.
    private enum Value: Decodable {
        case text(String), number(Double), truth(Bool), other

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let truth = try? value.decode(Bool.self) {
                self = .truth(truth)
            } else if let number = try? value.decode(Double.self) {
                self = .number(number)
            } else if let text = try? value.decode(String.self) {
                self = .text(text)
            } else {
                self = .other
            }
        }

        func agrees(with found: JSONValue?) -> Bool {
            switch self {
            case .text(let text): found?.string == text
            case .number(let number): found?.double == number
            case .truth(let truth): found?.bool == truth
            case .other: true
            }
        }
    }

    private static func recorded() throws -> [String: Recorded] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try JSONDecoder().decode(
            [String: Recorded].self, from: Data(contentsOf: folder.appending(path: "Golden/Nodes/object-info.json")))
    }

    private static func declared() throws -> [(name: String, info: JSONValue)] {
        var declared: [(name: String, info: JSONValue)] = []
        try withFolders { folders in
            let info = NodeCatalog(builtInNodes).objectInfo(folders: folders)
            declared = (info.object.map { Array($0) } ?? []).map { ($0.key, $0.value) }
        }
        return declared
    }

    @Test func `every node is declared as ComfyUI declares it`() throws {
        let recorded = try Self.recorded()
        var differences: Set<String> = []
        for (name, info) in try Self.declared() where !Self.ownNodes.contains(name) {
            guard let truth = recorded[name] else {
                Issue.record("\(name) is neither ComfyUI's nor named as our own")
                continue
            }
            differences.formUnion(Self.differences(name, info, truth))
        }
        let unwanted = differences.subtracting(Self.wantedDifferences).filter { difference in
            !Self.unlikeChoices.contains(where: difference.hasPrefix)
        }.sorted()
        #expect(unwanted.isEmpty, "\(unwanted)")
        let gone = Self.wantedDifferences.subtracting(differences).sorted()
        #expect(gone.isEmpty, "no longer different: \(gone)")
    }

    private static func differences(_ name: String, _ info: JSONValue, _ truth: Recorded) -> [String] {
        var found: [String] = []
        func check(_ holds: Bool, _ what: String) { if !holds { found.append("\(name).\(what)") } }

        check(info["category"]?.string == truth.category, "category")
        check(info["display_name"]?.string == truth.display_name ?? name, "display_name")
        check(info["output_node"]?.bool == truth.output_node, "output_node")
        check(info["output_name"]?.array?.map { $0.string ?? "" } == truth.outputs.map(\.name), "output_name")
        check(info["output"]?.array?.map { $0.string ?? "" } == truth.outputs.map(\.type), "output")
        check(info["output_is_list"]?.array?.map { $0.bool ?? false } == truth.outputs.map(\.isList), "output_is_list")

        return found + differences(of: info["input"], truth.inputs, at: name)
    }

    /// What is different in a group of inputs, of a node or of a word of a choice.
    private static func differences(of group: JSONValue?, _ truth: [Recorded.Input], at place: String) -> [String] {
        var found: [String] = []
        func check(_ holds: Bool, _ what: String) { if !holds { found.append("\(place).\(what)") } }

        let inputs = ["required", "optional"].flatMap { name in
            (group?[name]?.object.map { Array($0) } ?? []).map {
                (name: $0.key, declaration: $0.value, isOptional: name == "optional")
            }
        }
        check(Set(inputs.map(\.name)) == Set(truth.map(\.name)), "inputs")
        for optional in [false, true] {
            check(
                inputs.filter { $0.isOptional == optional }.map(\.name)
                    == truth.filter { ($0.optional ?? false) == optional }.map(\.name), "input order")
        }
        for input in truth {
            guard let own = inputs.first(where: { $0.name == input.name }) else { continue }
            check(own.isOptional == (input.optional ?? false), "\(input.name).optional")
            found += differences(of: own.declaration, input, at: "\(place).\(input.name)")
        }
        return found
    }

    private static func differences(
        of declaration: JSONValue, _ truth: Recorded.Input, at place: String
    ) -> [String] {
        var found: [String] = []
        func check(_ holds: Bool, _ what: String) { if !holds { found.append("\(place).\(what)") } }

        let (type, options) = (declaration.array?.first, declaration.array?.last)
        let isList = type?.array != nil
        check(isList ? truth.type == "COMBO" : type?.string == truth.type, "type")
        if let words = truth.options, let listed = type?.array {
            check(listed.map { $0.string ?? "" } == words, "options")
        }
        if let value = truth.default { check(value.agrees(with: options?["default"]), "default") }
        if let least = truth.min { check(options?["min"]?.double == least, "min") }
        if let most = truth.max { check(options?["max"]?.double == most, "max") }
        check((options?["multiline"]?.bool ?? false) == (truth.multiline ?? false), "multiline")
        if let template = truth.template { check(options?["template"]?.sorted == template, "template") }
        guard let choices = truth.choices else { return found }
        let listed = options?["options"]?.array ?? []
        check(listed.map { $0["key"]?.string ?? "" } == choices.map(\.key), "choices")
        for choice in choices {
            guard let own = listed.first(where: { $0["key"]?.string == choice.key }) else { continue }
            found += differences(of: own["inputs"], choice.inputs, at: "\(place)[\(choice.key)]")
        }
        return found
    }
}

extension JSONValue {
    /// The text with the keys of every object in order, as Python writes it without spaces.
    fileprivate var sorted: String {
        if let object {
            let entries = object.sorted { $0.key < $1.key }.map { "\(JSONValue.string($0.key)):\($0.value.sorted)" }
            return "{" + entries.joined(separator: ",") + "}"
        }
        if let array { return "[" + array.map(\.sorted).joined(separator: ",") + "]" }
        return description
    }
}
