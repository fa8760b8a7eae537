import Engine
import Formats

/// Reads a text file of the input folder.
struct LoadText: Node {
    static let displayName = "Load Text"
    static let category = "text"
    static let summary = "Load a text from the input folder."

    @Input("The file, in UTF-8.", from: .texts) var file: FileName

    @Output("text") var text: String

    private static let largest = 1 << 30

    func run(_ context: RunContext) throws {
        var bytes = try readFile(file.path, limit: Self.largest)[...]
        // A mark that some editors put in front.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TextFileError.notUTF8(name: file.name)
        }
        self.text = text
    }
}

/// Why a file is no text.
enum TextFileError: Error, Hashable, CustomStringConvertible {
    case notUTF8(name: String)

    var description: String {
        switch self {
        case .notUTF8(let name): "\(name): is not text in UTF-8. Save it in this encoding, or convert it with iconv."
        }
    }
}
