import Engine
import Formats
import Foundation

/// Reads the pictures of a folder, and what texts beside them say.
struct LoadImageTextDataSetFromFolder: ReadsFiles {
    static let displayName = "Load Image-Text (from Folder)"
    static let category = "image"
    static let summary =
        "Load the pictures of a folder below the input folder, and for each the text file of the same name, if there is one."

    @Input("The folder; of folders in it, one called 3_what counts three times.", from: .inputFolders)
    var folder: FileName

    @Output("images") var images: [Image]
    @Output("texts") var texts: [String]

    /// The longest text, in bytes.
    private static let longest = 1 << 24

    func files(in folders: Folders) throws -> [String] {
        guard let folder = $folder.literal else {
            return [FileSource.input, .texts].flatMap(folders.names).map { "\(folders.input)/\($0)" }
        }
        return try PictureFolder(folder, in: folders).captioned().flatMap { pair in
            FileManager.default.fileExists(atPath: pair.caption) ? [pair.picture, pair.caption] : [pair.picture]
        }
    }

    func run(_ context: RunContext) throws {
        let pictures = PictureFolder(folder, in: context.folders)
        let pairs = try pictures.captioned()
        texts = try pairs.map { pair in
            guard FileManager.default.fileExists(atPath: pair.caption) else { return "" }
            let bytes = try readFile(pair.caption, limit: Self.longest)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw TextFileError.notUTF8(name: pair.caption)
            }
            // Lines end alike, whatever machine wrote them.
            return pythonStripped(text.replacing("\r\n", with: "\n").replacing("\r", with: "\n"))
        }
        images = try pictures.load(pairs.map(\.picture), context)
    }
}
