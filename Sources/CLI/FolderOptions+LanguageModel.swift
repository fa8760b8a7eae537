import Engine
import Foundation

extension FolderOptions {
    /// The file of a language model that is named by its path, or by its name in a models folder's `llm`.
    ///
    /// - Throws: `FileNameError` if neither is there.
    func pathOfLanguageModel(_ name: String) throws -> String {
        if FileManager.default.fileExists(atPath: name) { return name }
        return try folders.file(name, in: .models("llm")).path
    }
}
