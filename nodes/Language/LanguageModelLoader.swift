import Engine
import Foundation
import Models

extension TextMemory: Choice {}

/// Opens a language model.
struct LanguageModelLoader: Node {
    static let displayName = "Load Language Model"
    static let category = "model/loaders"
    static let summary = "Load a language model in GGUF form, of the Llama, Mistral, Qwen, Phi or Gemma families."

    @Input("The model.", from: .models("llm")) var modelName: FileName

    @Input("How what was read is remembered: in halves, or in bytes, which take half the room.", optional: true)
    var kvCache = TextMemory.halves

    @Output var clip: WritingModel

    func run(_ context: RunContext) throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: modelName.path)
        clip = WritingModel(
            model: try LanguageModel(path: modelName.path, remembering: kvCache),
            memoryCost: attributes[.size] as? Int ?? 0)
    }
}
