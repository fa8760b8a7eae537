import Engine
import Formats
import Foundation
import Tensors

/// A folder of pictures below the input folder, in the order of their names.
struct PictureFolder {
    let name: String
    private let path: String

    /// A picture and the file that tells what is on it, which need not be there.
    struct Captioned: Hashable {
        let picture: String
        let caption: String
    }

    /// Pictures that are loaded at once, at most.
    static let most = 1_000_000

    private static let endings = [".png", ".jpg", ".jpeg", ".webp"]

    init(_ folder: FileName, in folders: Folders) {
        name = folder.name
        path = "\(folders.input)/\(folder.name)"
    }

    /// Paths of the pictures that lie in it.
    func pictures() throws -> [String] {
        try Self.pictures(in: path)
    }

    /// Its pictures, and those in folders in it, each with the name of its text; a folder called `3_what` comes three times.
    func captioned() throws -> [Captioned] {
        var found: [Captioned] = []
        for entry in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
            let place = "\(path)/\(entry)"
            guard Self.isFolder(place) else {
                if Self.isPicture(entry) { found.append(Self.captioned(place)) }
                continue
            }
            let number = entry.prefix { $0 != "_" }
            let isNumber = !number.isEmpty && number.utf8.allSatisfy { 48...57 ~= $0 }
            let times = isNumber ? Int(number) ?? Self.most + 1 : 1
            let pictures = try Self.pictures(in: place).map(Self.captioned)
            guard found.count + pictures.count.saturatingMultiply(by: times) <= Self.most else {
                throw DatasetError.tooMany(folder: name)
            }
            for _ in 0..<times where !pictures.isEmpty { found += pictures }
        }
        return found
    }

    /// Pictures one by one as they are stored, however the file says that they are to be turned; none is read twice.
    ///
    /// - Throws: if there are none; for a damaged one.
    func load(_ paths: [String], _ context: RunContext) throws -> [Image] {
        guard !paths.isEmpty else { throw DatasetError.noPictures(folder: name) }
        var loaded: [String: Image] = [:]
        return try paths.enumerated().map { index, path in
            try context.progress(index, of: paths.count)
            if let image = loaded[path] { return image }
            let image = Image(pixels: try Picture(path: path, isTurned: false).pixels)
            loaded[path] = image
            return image
        }
    }

    private static func pictures(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter(isPicture)
            .map { "\(folder)/\($0)" }.filter { !isFolder($0) }
    }

    private static func isPicture(_ name: String) -> Bool {
        let name = name.lowercased()
        return endings.contains { name.hasSuffix($0) }
    }

    private static func isFolder(_ path: String) -> Bool {
        let real = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        return (try? FileManager.default.attributesOfItem(atPath: real)[.type] as? FileAttributeType) == .typeDirectory
    }

    private static func captioned(_ picture: String) -> Captioned {
        let bare = picture.lastIndex(of: ".").map { picture[..<$0] } ?? picture[...]
        return Captioned(picture: picture, caption: bare + ".txt")
    }
}
