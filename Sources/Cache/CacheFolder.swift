import Engine
import Formats
import Foundation

/// How a cache is laid out on disk.
public struct CacheFolder: Sendable, Hashable {
    public let path: String

    public init(_ path: String) {
        self.path = path
    }

    /// Where the identities of files are remembered.
    public var identities: String { path + "/identities.json" }

    /// Held by whoever makes room.
    var lock: String { path + "/lock" }

    private var results: String { path + "/results" }

    /// Two digits of the key first, for folders of thousands of files are slow in some file systems.
    func path(of key: ResultKey) -> String { path(of: key.description) }

    func path(of key: String) -> String { "\(results)/\(key.prefix(2))/\(key).safetensors" }

    func hasResult(_ key: String) -> Bool { (try? FileStamp(of: path(of: key))) != nil }

    /// False if there can be no such folder. Nobody else can look in: results tell what was asked for.
    func makeFolder(of key: ResultKey) -> Bool {
        let folder = "\(results)/\(key.description.prefix(2))"
        if FileManager.default.fileExists(atPath: folder) { return true }
        return makeFolder()
            && (try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)) != nil
    }

    /// Makes the cache's own folder, which says of itself that backups need not hold it.
    ///
    /// - Returns: whether it is there.
    @discardableResult
    public func makeFolder() -> Bool {
        if FileManager.default.fileExists(atPath: path) { return true }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            return false
        }
        try? AtomicFile.write(Array(Self.tag.utf8), to: path + "/CACHEDIR.TAG")
        return true
    }

    /// - Source: bford.info/cachedir.
    private static let tag = """
        Signature: 8a477f597d28d172789f06886806bc55
        # This folder holds results that Darkroom can make again.

        """

    /// Of all entries, whole or not; their files are not looked at.
    func keys() -> [ResultKey] {
        let files = FileManager.default
        return ((try? files.contentsOfDirectory(atPath: results)) ?? []).flatMap { group in
            ((try? files.contentsOfDirectory(atPath: "\(results)/\(group)")) ?? []).compactMap { name in
                ResultKey(description: name.prefix { $0 != "." })
            }
        }
    }

    /// A file below `results`.
    struct Item: Sendable {
        let path: String
        let byteCount: Int
        let usedAt: Int
        let isUnfinished: Bool
    }

    /// All files of results, whole or not, in no order.
    func items() -> [Item] {
        let files = FileManager.default
        return ((try? files.contentsOfDirectory(atPath: results)) ?? []).flatMap { group in
            let folder = "\(results)/\(group)"
            return ((try? files.contentsOfDirectory(atPath: folder)) ?? []).compactMap { name -> Item? in
                let path = "\(folder)/\(name)"
                guard let stamp = try? FileStamp(of: path) else { return nil }
                return Item(
                    path: path, byteCount: stamp.byteCount, usedAt: stamp.modifiedAt.seconds,
                    isUnfinished: AtomicFile.isUnfinished(name))
            }
        }
    }
}
