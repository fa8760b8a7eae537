import Engine
import Formats
import Foundation

/// Saves a text to the output folder.
struct SaveText: ChecksInputs {
    static let displayName = "Save Text"
    static let category = "text"
    static let summary = "Save a text in the output folder."
    static let isOutput = true

    @Input("The text.") var text: String
    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix = "ComfyUI"
    @Input("What kind of file; for jsonl, each line of the text becomes a value.") var format = TextFileFormat.txt

    @Output("text") var saved: String

    func check(in folders: Folders) throws {
        guard let prefix = $filenamePrefix.literal else { return }
        _ = try SavedPictures.place(of: prefix)
    }

    func run(_ context: RunContext) throws {
        let texts =
            format == .jsonl
            ? text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
            : [text]
        try saveText(format.content(of: texts), prefix: filenamePrefix, format, context)
        saved = text
    }
}

/// Saves a list of texts to one file.
struct SaveTexts: ChecksInputs {
    static let displayName = "Save Texts"
    static let category = "text"
    static let summary = "Save a list of texts in one file of the output folder: as JSON lines, or one after the other."
    static let isOutput = true

    @Input("The texts.") var texts: [String]
    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix = "ComfyUI"
    @Input("What kind of file.") var format = TextFileFormat.jsonl

    @Output("texts") var saved: [String]

    func check(in folders: Folders) throws {
        guard let prefix = $filenamePrefix.literal else { return }
        _ = try SavedPictures.place(of: prefix)
    }

    func run(_ context: RunContext) throws {
        try saveText(format.content(of: texts), prefix: filenamePrefix, format, context)
        saved = texts
    }
}

/// Writes `PREFIX_00001_.txt` or the next number that is free; the file appears whole or not at all.
private func saveText(_ text: String, prefix: String, _ format: TextFileFormat, _ context: RunContext) throws {
    let place = try NumberedFiles(root: context.folders.output, prefix: prefix, height: 0, width: 0, date: Date())
    let path = try place.write(ending: "_.\(format.rawValue)") { path in
        try AtomicFile.write(Array(text.utf8), to: path, existing: .kept)
    }
    context.saved(path)
}
