/// A file that a graph names, found in the folder that the input declares.
public struct FileName: Port, Hashable {
    /// As the graph writes it, with forward slashes: `sdxl/base.safetensors`.
    public let name: String

    /// Where it lies; inside the declared folder, and a regular file when the graph was checked. Empty where the name
    /// means something that needs no file.
    public let path: String

    public init(name: String, path: String) {
        self.name = name
        self.path = path
    }

    public static let portType = "COMBO"
    public var memoryCost: Int { name.utf8.count + path.utf8.count }
}

/// Where a file input looks for its file.
public enum FileSource: Hashable, Sendable {
    /// A folder of the models directory: `.models("checkpoints")`.
    case models(_ category: String)

    /// The input folder. A name may end in ` [output]` or ` [temp]` to mean a picture that was made earlier.
    case input

    /// Texts of the input folder.
    case texts

    /// A folder below the input folder. It is no file, so that its path is empty: a node with such an input tells which
    /// files it reads (`ReadsFiles`).
    case inputFolders
}

extension FileSource: CustomStringConvertible {
    public var description: String {
        switch self {
        case .models(let category): "models/\(category)"
        case .input, .texts, .inputFolders: "the input folder"
        }
    }
}

extension FileSource {
    /// What a name of it means.
    public var kind: String { self == .inputFolders ? "folder" : "file" }
}
