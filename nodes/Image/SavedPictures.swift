import Engine
import Foundation
import Formats
import Tensors

/// Writes a batch of pictures as ComfyUI does: `PREFIX_00001_.png`, counted on from what lies in the folder.
struct SavedPictures {
    let folder: String
    let prefix: String
    let compressionLevel: Int

    /// - Parameters:
    ///   - root: the folder that no picture may leave.
    ///   - prefix: may hold subfolders and the marks `%width%`, `%year%`, …
    /// - Throws: `SavingError` if the prefix leads out of `root`.
    init(root: String, prefix: String, pixels: Tensor, date: Date, compressionLevel: Int) throws {
        let filled = Self.fillingMarks(of: prefix, height: pixels.shape[1], width: pixels.shape[2], date: date)
        let (subfolders, name) = try Self.place(of: filled)
        folder = ([root] + subfolders).joined(separator: "/")
        self.prefix = name
        self.compressionLevel = compressionLevel
    }

    /// The subfolders and the name that a prefix means.
    ///
    /// - Throws: `SavingError` if it leads out of the folder, or names no file.
    static func place(of prefix: String) throws(SavingError) -> (subfolders: [String], name: String) {
        let path = prefix.replacing("\\", with: "/")
        let parts = path.split(separator: "/").filter { $0 != "." }.map(String.init)
        let isOrdinary = path.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard isOrdinary, !path.hasPrefix("/"), !path.contains("://"), !path.hasSuffix("/"), !parts.contains(".."),
            let name = parts.last
        else { throw .leavesFolder(prefix: prefix) }
        return (Array(parts.dropLast()), name)
    }

    /// Writes every picture of the batch and reports each as soon as it is complete.
    func write(_ pixels: Tensor, _ context: RunContext) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var counter = try Self.nextCounter(in: folder, prefix: prefix)
        for index in 0..<pixels.shape[0] {
            try context.progress(index, of: pixels.shape[0])
            let picture = pixels[rows: index..<index + 1].reshaped(Array(pixels.shape.dropFirst()))
            let bytes = PNG.encode(picture, text: context.metadata, compressionLevel: compressionLevel)
            let name = prefix.replacing("%batch_num%", with: "\(index)")
            // Another process may count in the same folder: whoever creates the file first has the number.
            while true {
                let path = "\(folder)/\(name)_\(Self.fiveDigits(counter))_.png"
                counter += 1
                guard try Self.created(bytes, at: path) else { continue }
                context.saved(path)
                break
            }
        }
        try context.progress(pixels.shape[0], of: pixels.shape[0])
    }

    /// Writes a new file; false if the name was taken meanwhile.
    static func created(_ bytes: [UInt8], at path: String) throws -> Bool {
        do {
            try AtomicFile.write(bytes, to: path, existing: .kept)
            return true
        } catch  where error.problem == .exists {
            return false
        }
    }

    /// One more than the largest number that this prefix has in the folder.
    static func nextCounter(in folder: String, prefix: String) throws -> Int {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        let numbers = names.compactMap { name -> Int? in
            guard name.hasPrefix(prefix + "_") else { return nil }
            // Up to the mark behind it: `_00001_.png`, or `_00001.png` as some nodes write it.
            return Int(name.dropFirst(prefix.count + 1).prefix { $0 != "_" && $0 != "." })
        }
        return (numbers.max() ?? 0) + 1
    }

    static func fiveDigits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }

    static func fillingMarks(of prefix: String, height: Int, width: Int, date: Date) -> String {
        guard prefix.contains("%") else { return prefix }
        let now = Calendar.current.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        func twoDigits(_ number: Int?) -> String {
            let digits = String(number ?? 0)
            return digits.count < 2 ? "0" + digits : digits
        }
        let marks = [
            ("%width%", "\(width)"), ("%height%", "\(height)"), ("%year%", "\(now.year ?? 0)"),
            ("%month%", twoDigits(now.month)), ("%day%", twoDigits(now.day)), ("%hour%", twoDigits(now.hour)),
            ("%minute%", twoDigits(now.minute)), ("%second%", twoDigits(now.second)),
        ]
        return marks.reduce(prefix) { $0.replacing($1.0, with: $1.1) }
    }
}

/// Why pictures cannot be saved under a prefix.
enum SavingError: Error, Hashable, CustomStringConvertible {
    case leavesFolder(prefix: String)

    var description: String {
        switch self {
        case .leavesFolder(let prefix):
            "the prefix '\(prefix)' leads out of the output folder or names no file. Use a relative name such as 'ComfyUI'."
        }
    }
}
