import Engine
import Formats
import Foundation
import Tensors

/// What becomes of files that a set wrote before.
enum DatasetMode: String, Choice {
    case overwrite, increment
}

/// Where the pictures and texts of a set are written: below the output folder.
struct DatasetFiles {
    private let folder: String
    private let prefix: String
    private let mode: DatasetMode

    /// - Parameters:
    ///   - folder: relative to the output folder.
    ///   - prefix: of the file names; may hold subfolders and, where files are counted on, the marks `%year%`, ….
    /// - Throws: if either leads out of the output folder.
    init(_ folders: Folders, folder: String, prefix: String, mode: DatasetMode, date: Date = Date()) throws {
        let filled =
            mode == .increment
            ? SavedPictures.fillingMarks(of: prefix, height: 0, width: 0, date: date) : prefix
        let (subfolders, name) = try SavedPictures.place(of: filled)
        self.folder = ([folders.output] + (try Self.place(of: folder)) + subfolders).joined(separator: "/")
        self.prefix = name
        self.mode = mode
    }

    /// The folders that a name means; the output folder itself for an empty one.
    static func place(of folder: String) throws(DatasetError) -> [String] {
        guard !folder.isEmpty else { return [] }
        do throws(SavingError) {
            return try SavedPictures.place(of: folder + "/name").subfolders
        } catch {
            throw .leavesFolder(folder)
        }
    }

    /// Writes pictures and, as far as there are any, a text beside each: `PREFIX_00000.png`, or counted on
    /// `PREFIX_00007_00000.png`.
    func write(_ images: [Image], texts: [String], _ context: RunContext) throws {
        for image in images where image.pixels.shape[0] != 1 { throw DatasetError.batch(image.pixels.shape[0]) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var counter = mode == .increment ? try SavedPictures.nextCounter(in: folder, prefix: prefix) : 0
        for (index, image) in images.enumerated() {
            try context.progress(index, of: images.count)
            let bytes = PNG.encode(
                image.pixels.reshaped(Array(image.pixels.shape.dropFirst())), compressionLevel: 6)
            let stem = try write(bytes, index, &counter)
            context.saved(stem + ".png")
            guard index < texts.count else { continue }
            try AtomicFile.write(Array(texts[index].utf8), to: stem + ".txt")
            context.saved(stem + ".txt")
        }
        try context.progress(images.count, of: images.count)
    }

    /// - Returns: the path without its ending.
    private func write(_ bytes: [UInt8], _ index: Int, _ counter: inout Int) throws -> String {
        let number = SavedPictures.fiveDigits(index)
        guard mode == .increment else {
            let stem = "\(folder)/\(prefix)_\(number)"
            try AtomicFile.write(bytes, to: stem + ".png")
            return stem
        }
        // Another process may count in the same folder: whoever creates the file first has the number.
        while true {
            let stem = "\(folder)/\(prefix)_\(SavedPictures.fiveDigits(counter))_\(number)"
            counter += 1
            if try SavedPictures.created(bytes, at: stem + ".png") { return stem }
        }
    }
}
