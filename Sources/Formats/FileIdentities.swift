import JSON
import Synchronization

/// Remembers the identities of files, so that an unchanged checkpoint is not opened again, in this process or a later one.
///
/// A remembered identity counts as long as path, size, inode and both times of the file are what they were. A file that
/// changed within the last two seconds is not remembered, since a second change might leave the same time.
public final class FileIdentities: Sendable {
    private struct Entry {
        let stamp: FileStamp
        let identity: FileIdentity
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var isSaved = true
    }

    private let state = Mutex(State())
    private let file: String?
    private let now: @Sendable () -> Int

    /// - Parameter file: where identities are kept between runs; one that is missing or damaged counts as empty.
    public convenience init(file: String? = nil) {
        self.init(file: file, now: currentSeconds)
    }

    init(file: String?, now: @escaping @Sendable () -> Int) {
        self.file = file
        self.now = now
        if let file { state.withLock { $0.entries = Self.entries(savedIn: file) } }
    }

    private static func entries(savedIn file: String) -> [String: Entry] {
        guard let text = try? OpenFile.contents(of: file, limit: 64 << 20),
            let saved = try? JSONValue(parsing: text).object
        else { return [:] }
        return Dictionary(
            saved.lazy.compactMap { member in entry(member.value).map { (member.key, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The identity of the file at `path`, computed if it is not remembered.
    public func identity(of path: String) throws(FileError) -> FileIdentity {
        let stamp = try FileStamp(of: path)
        if let entry = state.withLock({ $0.entries[path] }), entry.stamp == stamp { return entry.identity }

        let identity = try FileIdentity(of: path)
        let newest = max(stamp.modifiedAt.seconds, stamp.changedAt.seconds)
        if try FileStamp(of: path) == stamp, newest < now() - 2 {
            state.withLock { state in
                state.entries[path] = Entry(stamp: stamp, identity: identity)
                state.isSaved = false
            }
        }
        return identity
    }

    /// The identity of the file at `path` if it is remembered and the file has not changed since; nothing is opened.
    public func remembered(_ path: String) -> FileIdentity? {
        guard let entry = state.withLock({ $0.entries[path] }), let stamp = try? FileStamp(of: path) else { return nil }
        return entry.stamp == stamp ? entry.identity : nil
    }

    /// Whether there is something that the file does not hold.
    public var hasNews: Bool { state.withLock { !$0.isSaved } }

    /// Writes what is remembered to the file, if something is new. What other processes have written there stays, and what
    /// is known of files that are gone or have changed goes.
    public func save() throws(FileError) {
        guard let file else { return }
        let text: [UInt8]? = state.withLock { state in
            guard !state.isSaved else { return nil }
            state.isSaved = true
            state.entries.merge(Self.entries(savedIn: file)) { own, _ in own }
            state.entries = state.entries.filter { (try? FileStamp(of: $0.key)) == $0.value.stamp }
            let members = state.entries.sorted { $0.key < $1.key }.map { ($0.key, Self.json($0.value)) }
            return JSONValue.object(JSONObject(members)).utf8(.pretty)
        }
        if let text { try AtomicFile.write(text, to: file) }
    }

    private static func json(_ entry: Entry) -> JSONValue {
        let stamp = entry.stamp
        return [
            "identity": .string(entry.identity.description),
            "size": .int(stamp.byteCount),
            "device": .number(JSONNumber(stamp.device)), "inode": .number(JSONNumber(stamp.inode)),
            "modified": [.int(stamp.modifiedAt.seconds), .int(stamp.modifiedAt.nanoseconds)],
            "changed": [.int(stamp.changedAt.seconds), .int(stamp.changedAt.nanoseconds)],
        ]
    }

    private static func entry(_ value: JSONValue) -> Entry? {
        func time(_ value: JSONValue?) -> FileStamp.Time? {
            guard let seconds = value?[0]?.int, let nanoseconds = value?[1]?.int else { return nil }
            return FileStamp.Time(seconds: seconds, nanoseconds: nanoseconds)
        }
        guard let identity = value["identity"]?.string, let byteCount = value["size"]?.int,
            let device = value["device"]?.number?.uint64, let inode = value["inode"]?.number?.uint64,
            let modified = time(value["modified"]), let changed = time(value["changed"])
        else { return nil }
        return Entry(
            stamp: FileStamp(
                byteCount: byteCount, device: device, inode: inode, modifiedAt: modified, changedAt: changed,
                irregularKind: nil),
            identity: FileIdentity(description: identity))
    }
}
