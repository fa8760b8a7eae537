import Engine
import Formats
import Foundation
import JSON

/// Saves drawings to the output folder, with the workflow inside.
struct SaveSVGNode: ChecksInputs {
    static let displayName = "Save SVG"
    static let category = "image"
    static let summary = "Save drawings as SVG files in the output folder."
    static let isOutput = true

    @Input("The drawings.") var svg: VectorPictures
    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix = "svg/ComfyUI"

    @Output("svg") var saved: VectorPictures

    func check(in folders: Folders) throws {
        guard let prefix = $filenamePrefix.literal else { return }
        _ = try SavedPictures.place(of: prefix)
    }

    func run(_ context: RunContext) throws {
        let place = try NumberedFiles(
            root: context.folders.output, prefix: filenamePrefix, height: 0, width: 0, date: Date())
        let notes = Self.notes(context.metadata)
        for (index, text) in svg.texts.enumerated() {
            try context.progress(index, of: svg.texts.count)
            let drawing = notes.map { Self.adding($0, to: text) } ?? text
            let path = try place.replacing("%batch_num%", with: "\(index)").write(ending: "_.svg") { path in
                try AtomicFile.write(Array(drawing.utf8), to: path, existing: .kept)
            }
            context.saved(path)
        }
        saved = svg
    }

    /// What pictures carry inside, as one JSON text; nil if that is nothing.
    static func notes(_ metadata: [(String, String)]) -> String? {
        let entries = metadata.map { ($0.0, (try? JSONValue(parsing: $0.1)) ?? .string($0.1)) }
        guard !entries.isEmpty else { return nil }
        var format = JSONFormat.pretty
        format.escapesNonASCII = true
        format.namesNonFiniteNumbers = true
        return JSONValue.object(JSONObject(entries)).serialized(format)
    }

    /// The drawing with `notes` behind every tag that opens a drawing, where ComfyUI puts them.
    static func adding(_ notes: String, to drawing: String) -> String {
        let element = """
              <metadata>
                            <![CDATA[
                        \(notes)
                            ]]>
                        </metadata>
                        
            """
        return drawing.replacing(/<svg[^>]*>/) { "\($0.output)\n\(element)" }
    }
}
