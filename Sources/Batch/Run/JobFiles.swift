import Crypto
import Engine
import Formats
import Foundation

/// The private folder in which a job saves, and the way of its files from there into the output folder.
///
/// Files lie whole in the private folder, then the journal says that the job is made, then they are moved. Whenever the
/// process ends in between, either the journal does not know the job, and it is done again from an empty folder; or it
/// does, and the moves that are missing are made up for. So a picture appears once, whole, and always under the same name.
struct JobFiles {
    let output: String
    let stage: String

    init(_ identity: JobIdentity, in workFolder: String, output: String) {
        self.output = output
        stage = "\(workFolder)/\(identity)"
    }

    /// Makes the folder anew.
    func prepare() throws {
        try? FileManager.default.removeItem(atPath: stage)
        try FileManager.default.createDirectory(atPath: stage, withIntermediateDirectories: true)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: stage)
    }

    /// What there is to say about the files at `saved`: paths in the private folder, or of files that an earlier run of the
    /// same node has put into the output folder. Others (previews) are no results.
    ///
    /// - Throws: `FileError`.
    func files(at saved: [String]) throws -> [MadeFile] {
        var files: [MadeFile] = []
        var seen: Set<String> = []
        for path in saved {
            guard let root = [stage, output].first(where: { path.hasPrefix($0 + "/") }) else { continue }
            let relative = String(path.dropFirst(root.count + 1))
            if seen.insert(relative).inserted { files.append(try MadeFile(relative, in: root)) }
        }
        return files
    }

    /// Moves what is still in the private folder to where it belongs, and removes the folder.
    ///
    /// - Throws: `FileError`, with `.exists` if a name is taken by something else.
    func publish(_ files: [MadeFile]) throws {
        var folders: Set<String> = []
        for file in files {
            let (staged, final) = ("\(stage)/\(file.path)", "\(output)/\(file.path)")
            guard FileManager.default.fileExists(atPath: staged) else { continue }
            let folder = NSString(string: final).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            do throws(FileError) {
                try AtomicMove.move(staged, to: final)
            } catch {
                guard error.problem == .exists else { throw error }
                try settle(staged, final, file, error)
            }
            folders.insert(folder)
        }
        for folder in folders.sorted() { AtomicMove.synchronize(folder: folder) }
        remove()
    }

    /// The name is taken: by this very file, if a process ended while it moved it.
    private func settle(_ staged: String, _ final: String, _ file: MadeFile, _ error: FileError) throws {
        switch Standing.byteCount(of: final) {
        // Where there are no links, an empty file claims the name.
        case 0? where file.bytes > 0: try AtomicMove.replace(final, by: staged)
        case file.bytes? where MadeFile.sha256(ofFileAt: final) == file.sha256: return
        default: throw error
        }
    }
}

extension MadeFile {
    /// - Throws: `FileError`.
    fileprivate init(_ path: String, in root: String) throws(FileError) {
        let bytes = try readFile("\(root)/\(path)", limit: Int.max)
        self.init(path: path, bytes: bytes.count, sha256: JobIdentity.hexadecimal(SHA256.hash(data: bytes)))
    }

    /// Nil if the file cannot be read.
    static func sha256(ofFileAt path: String) -> String? {
        (try? readFile(path, limit: Int.max)).map { JobIdentity.hexadecimal(SHA256.hash(data: $0)) }
    }
}
