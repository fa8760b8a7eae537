import Engine
import Formats
import JSON
import Tensors

/// A result as its file tells it, without the values.
///
/// The file is a sealed safetensors file: anything that reads safetensors can look at its tensors.
public struct Entry: Sendable, Hashable {
    public let key: String
    public let maker: String
    public let version: Int

    /// What making it took.
    public let seconds: Double
    public let saved: [SavedFile]

    /// Texts that the node showed.
    public let shown: [String]

    /// Another entry that holds the same values, which then are not in this one's file.
    public let twin: String?

    init(_ result: NodeResult, saved: [SavedFile], twin: String?, for key: ResultKey, madeBy maker: ResultMaker) {
        self.key = key.description
        self.twin = twin
        self.maker = maker.name
        version = maker.version
        seconds = result.seconds
        self.saved = saved
        shown = result.shown
    }

    /// - Returns: nil if the file is another program's, or another version's.
    init?(metadata: [String: String]) {
        guard let text = metadata[Self.name], let json = try? JSONValue(parsing: text),
            json["format"]?.int == Self.format, let key = json["key"]?.string, let maker = json["maker"]?.string,
            let version = json["version"]?.int, let seconds = json["seconds"]?.doubleOfBits,
            let saved = json["saved"]?.array?.map(SavedFile.init)
        else { return nil }
        let files = saved.compactMap(\.self)
        guard files.count == saved.count else { return nil }
        self.key = key
        self.maker = maker
        self.version = version
        self.seconds = seconds
        self.saved = files
        shown = json["shown"]?.array?.compactMap(\.string) ?? []
        twin = json["twin"]?.string
    }

    /// The texts in the file's header that tell the entry and the small parts of its values.
    func metadata(of values: StoredValue) -> [String: String] {
        let json: JSONValue = [
            "format": .int(Self.format), "key": .string(key), "maker": .string(maker), "version": .int(version),
            "seconds": .bits(of: seconds), "saved": .array(saved.map(\.json)),
            "shown": .array(shown.map(JSONValue.string)),
            "twin": twin.map(JSONValue.string) ?? .null,
        ]
        return [Self.name: json.serialized(), Self.valuesName: JSONValue.object(values.fields).serialized()]
    }

    private static let format = 1
    private static let name = "darkroom.entry"
    private static let valuesName = "darkroom.values"

    static func values(of file: borrowing SealedFile) throws -> StoredValue? {
        guard let text = file.metadata[valuesName], let fields = try? JSONValue(parsing: text).object else {
            return nil
        }
        return StoredValue(fields, tensors: try file.tensors())
    }
}

/// A file that a node saved, by its place below a folder of the run, wherever that lies.
public struct SavedFile: Sendable, Hashable {
    public enum Root: String, Sendable {
        case output
        case temp
    }

    public let root: Root
    public let name: String
    public let content: FileIdentity
}

extension SavedFile {
    /// - Returns: nil if the file is not below a folder of the run, or cannot be read.
    init?(at path: String, in folders: Folders) {
        let roots = [(Root.output, folders.output), (.temp, folders.temp)]
        guard let (root, folder) = roots.first(where: { path.hasPrefix($1 + "/") }),
            let content = try? FileIdentity(of: path)
        else { return nil }
        self.init(root: root, name: String(path.dropFirst(folder.count + 1)), content: content)
    }

    func path(in folders: Folders) -> String {
        switch root {
        case .output: "\(folders.output)/\(name)"
        case .temp: "\(folders.temp)/\(name)"
        }
    }

    fileprivate var json: JSONValue {
        ["root": .string(root.rawValue), "name": .string(name), "content": .string(content.description)]
    }

    fileprivate init?(_ json: JSONValue) {
        guard let root = json["root"]?.string.flatMap(Root.init), let name = json["name"]?.string,
            let content = json["content"]?.string
        else { return nil }
        self.init(root: root, name: name, content: FileIdentity(description: content))
    }
}
