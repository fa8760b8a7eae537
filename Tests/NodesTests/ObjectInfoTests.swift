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
        "ChatFromText", "ChatGenerate", "ChatText", "ChatTurn", "ImageEmbed", "JsonPath", "LoadText", "PredictLinear",
        "SaveTexts", "SplitText", "TextGroups", "TextMap", "TextReduce", "TextRoute", "TextSwitch", "TextTemplate",
        "TrainLinear",
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
        "ColorToRGBInt.color.type", "ColorToRGBInt.output",
        // What may stay without any element is optional here.
        "StringFormat.values.optional", "StringFormat.input order",
        // No list of numbers is written in a graph, whatever editors start from.
        "CreateHookKeyframesFromFloats.floats_strength.default", "CreateHookKeyframesFromFloats.floats_strength.min",
        "GLSLShader.floats.optional", "GLSLShader.ints.optional", "GLSLShader.bools.optional",
        "GLSLShader.curves.optional", "GLSLShader.input order",
        // JSON lines as well.
        "SaveText.format.options",
    ]

    private struct Recorded: Decodable {
        struct Input: Decodable {
            let name, type: String
            let optional: Bool?
            let `default`: Value?
            let min, max: Double?
            let options: [String]?
            let multiline, dynamicPrompts: Bool?
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
        let unwanted = differences.subtracting(Self.wantedDifferences).sorted()
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

        let groups = ["required", "optional"].map { group in
            (group, info["input"]?[group]?.object.map { Array($0) } ?? [])
        }
        let inputs = groups.flatMap { group, inputs in
            inputs.map { (name: $0.key, declaration: $0.value, isOptional: group == "optional") }
        }
        check(Set(inputs.map(\.name)) == Set(truth.inputs.map(\.name)), "inputs")
        for optional in [false, true] {
            check(
                inputs.filter { $0.isOptional == optional }.map(\.name)
                    == truth.inputs.filter { ($0.optional ?? false) == optional }.map(\.name), "input order")
        }
        for input in truth.inputs {
            guard let own = inputs.first(where: { $0.name == input.name }) else { continue }
            let (type, options) = (own.declaration.array?.first, own.declaration.array?.last)
            let isList = type?.array != nil
            check(isList ? input.type == "COMBO" : type?.string == input.type, "\(input.name).type")
            check(own.isOptional == (input.optional ?? false), "\(input.name).optional")
            if let words = input.options, let listed = type?.array {
                check(listed.map { $0.string ?? "" } == words, "\(input.name).options")
            }
            if let value = input.default { check(value.agrees(with: options?["default"]), "\(input.name).default") }
            if let least = input.min { check(options?["min"]?.double == least, "\(input.name).min") }
            if let most = input.max { check(options?["max"]?.double == most, "\(input.name).max") }
            check((options?["multiline"]?.bool ?? false) == (input.multiline ?? false), "\(input.name).multiline")
        }
        return found
    }
}
