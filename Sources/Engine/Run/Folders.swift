import Foundation

/// Where a run finds models and pictures, and where it leaves what it makes.
public struct Folders: Sendable, Hashable {
    /// Models directories, each with ComfyUI's folder names; the first that has a file wins.
    public var models: [String]
    public var input: String
    public var output: String
    public var temp: String

    /// Further folders of a category (from `extra_model_paths.yaml`), looked through after `models`.
    public var further: [String: [String]]

    public init(
        models: [String], input: String, output: String, temp: String, further: [String: [String]] = [:]
    ) {
        self.models = models
        self.input = input
        self.output = output
        self.temp = temp
        self.further = further
    }

    /// The folders that hold a category's files, under its name and the older name that ComfyUI still reads.
    public func folders(of category: String) -> [String] {
        let names = Self.synonyms[category] ?? [category]
        let own = models.flatMap { root in names.map { "\(root)/\($0)" } }
        return own + names.flatMap { further[$0] ?? [] }
    }

    private static let synonyms = [
        "diffusion_models": ["diffusion_models", "unet"],
        "unet": ["diffusion_models", "unet"],
        "text_encoders": ["text_encoders", "clip"],
        "clip": ["text_encoders", "clip"],
        "controlnet": ["controlnet", "t2i_adapter"],
    ]
}

extension Folders {
    /// The file called `name`, which never lies outside the folder that `source` means.
    ///
    /// - Parameter name: relative, with slashes of either kind (graphs saved on Windows have the other).
    /// - Throws: `FileNameError`.
    public func file(_ name: String, in source: FileSource) throws(FileNameError) -> FileName {
        let (bare, roots) = locate(name, in: source)
        let parts = bare.split(separator: "/", omittingEmptySubsequences: false)
        guard !bare.isEmpty, !bare.utf8.contains(0), !parts.contains(where: { ["", ".", ".."].contains($0) }) else {
            throw .leavesFolder(name: name, source: source)
        }

        var unusable = false
        for root in roots {
            let path = "\(root)/\(bare)"
            switch FileManager.default.kindOfItem(at: path) {
            case .typeRegular?: return FileName(name: name.replacing("\\", with: "/"), path: path)
            case nil: continue
            default: unusable = true
            }
        }
        throw unusable
            ? .notAFile(name: name, source: source)
            : .missing(name: name, source: source, nearest: nearest(to: bare, among: names(in: source)))
    }

    /// The files that an editor would offer, relative to their folder and sorted.
    public func names(in source: FileSource) -> [String] {
        switch source {
        case .models(let category):
            let found = folders(of: category).flatMap { filesBelow($0) }
            return Set(found.filter { Self.modelExtensions.contains(extensionOf($0)) }).sorted()
        case .input:
            return filesBelow(input).filter { Self.pictureExtensions.contains(extensionOf($0)) }.sorted()
        }
    }

    private static let modelExtensions: Set = [
        "safetensors", "sft", "gguf", "ckpt", "pt", "pt2", "pth", "bin", "pkl",
    ]
    private static let pictureExtensions: Set = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"]

    /// A name without its annotation and backslashes, and the folders that it is relative to.
    private func locate(_ name: String, in source: FileSource) -> (name: String, folders: [String]) {
        let name = name.replacing("\\", with: "/")
        switch source {
        case .models(let category):
            return (name, folders(of: category))
        case .input:
            for (mark, folder) in [(" [output]", output), (" [input]", input), (" [temp]", temp)]
            where name.hasSuffix(mark) {
                return (String(name.dropLast(mark.count)), [folder])
            }
            return (name, [input])
        }
    }

    private func filesBelow(_ folder: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
        return walk.compactMap { $0 as? String }.filter {
            FileManager.default.kindOfItem(at: "\(folder)/\($0)") == .typeRegular
        }
    }

    private func extensionOf(_ name: String) -> String {
        name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    }
}

extension FileManager {
    /// What lies at a path, seen through symbolic links; nil if nothing does.
    fileprivate func kindOfItem(at path: String) -> FileAttributeType? {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return try? attributesOfItem(atPath: real)[.type] as? FileAttributeType
    }
}

/// Why a name in a graph leads to no file.
public enum FileNameError: Error, Hashable, Sendable {
    case leavesFolder(name: String, source: FileSource)
    case missing(name: String, source: FileSource, nearest: String?)
    case notAFile(name: String, source: FileSource)
}
