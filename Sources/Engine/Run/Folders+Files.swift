import Foundation

extension Folders {
    /// The file called `name`, which never lies outside the folder that `source` means.
    ///
    /// - Parameter name: relative, with slashes of either kind (graphs saved on Windows have the other).
    /// - Throws: `FileNameError`.
    public func file(_ name: String, in source: FileSource) throws(FileNameError) -> FileName {
        if source == .models("vae"), let pair = tinyAutoencoder(name) {
            return FileName(name: name, path: pair.decoder)
        }
        if source == .models("vae"), name == Self.pixelSpace { return FileName(name: name, path: "") }
        let (bare, roots) = locate(name, in: source)
        let parts = bare.split(separator: "/", omittingEmptySubsequences: false)
        guard !bare.isEmpty, !bare.utf8.contains(0), !parts.contains(where: { ["", ".", ".."].contains($0) }) else {
            throw .leavesFolder(name: name, source: source)
        }

        var unusable = false
        for root in roots {
            let path = "\(root)/\(bare)"
            switch FileManager.default.kindOfItem(at: path) {
            case .typeDirectory? where source == .inputFolders: return FileName(name: bare, path: "")
            case .typeRegular? where source != .inputFolders:
                return FileName(name: name.replacing("\\", with: "/"), path: path)
            case nil: continue
            default: unusable = true
            }
        }
        throw unusable ? .notAFile(name: name, source: source) : .missing(name: name, source: source)
    }

    /// The files that an editor would offer, relative to their folder and sorted.
    public func names(in source: FileSource) -> [String] {
        switch source {
        case .models(let category):
            let found = folders(of: category).flatMap { filesBelow($0) }
            if category == Self.diffusersFolder { return diffusersModels(among: found) }
            let names = Set(found.filter { Self.modelExtensions.contains(extensionOf($0)) }).sorted()
            guard category == "vae" else { return names }
            return names + Self.tinyAutoencoders.filter { tinyAutoencoder($0) != nil } + [Self.pixelSpace]
        case .input:
            return filesBelow(input).filter { Self.pictureExtensions.contains(extensionOf($0)) }.sorted()
        case .texts:
            return filesBelow(input).filter { Self.textExtensions.contains(extensionOf($0)) }.sorted()
        case .inputFolders:
            return below(input).folders.sorted()
        }
    }

    private static let modelExtensions: Set = [
        "safetensors", "sft", "gguf", "ckpt", "pt", "pt2", "pth", "bin", "pkl",
    ]
    private static let pictureExtensions: Set = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"]
    private static let textExtensions: Set = ["txt", "md", "json", "jsonl", "csv", "tsv", "html", "xml", "srt"]

    /// A name without its annotation and backslashes, and the folders that it is relative to.
    private func locate(_ name: String, in source: FileSource) -> (name: String, folders: [String]) {
        let name = name.replacing("\\", with: "/")
        switch source {
        case .models(let category):
            let isFolder = category == Self.diffusersFolder
            return (isFolder ? Self.partsList(ofDiffusersModel: name) : name, folders(of: category))
        case .inputFolders:
            return (name, [input])
        case .input, .texts:
            for (mark, folder) in [(" [output]", output), (" [input]", input), (" [temp]", temp)]
            where name.hasSuffix(mark) {
                return (String(name.dropLast(mark.count)), [folder])
            }
            return (name, [input])
        }
    }

    /// Files in `root` and below, relative to it.
    private func filesBelow(_ root: String) -> [String] { below(root).files }

    /// What is in `root` and below, relative to it. Links are followed, each folder once; what is hidden is left out.
    private func below(_ root: String) -> (files: [String], folders: [String]) {
        var (files, folders) = ([String](), [String]())
        var seen: Set<String> = []
        var pending = [""]
        while let folder = pending.popLast() {
            let path = "\(root)/\(folder)"
            guard seen.insert(URL(fileURLWithPath: path).resolvingSymlinksInPath().path).inserted else { continue }
            for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where !name.hasPrefix(".") {
                switch FileManager.default.kindOfItem(at: "\(path)\(name)") {
                case .typeRegular?: files.append(folder + name)
                case .typeDirectory?:
                    folders.append(folder + name)
                    pending.append("\(folder)\(name)/")
                default: continue
                }
            }
        }
        return (files, folders)
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
