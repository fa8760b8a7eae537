import Engine
import Formats
import Foundation
import Synchronization

/// Results in a folder, a file each, shared by any number of processes.
///
/// Files appear whole, under the name of their key, and are never changed: readers need no lock. What is damaged is removed
/// and made anew. What cannot be written is not kept, and nobody hears of it.
public final class DiskResults: ResultTier {
    public let folder: CacheFolder

    /// - Units: bytes.
    public let budget: Int

    private let kinds: StorableKinds
    private let folders: Folders
    private let room: CacheRoom
    private let recent = RecentValues()
    private let names: EntryNames

    /// - Parameters:
    ///   - kinds: kinds of values besides literals.
    ///   - folders: where the files lie that results of output nodes stand for.
    public init(folder: CacheFolder, budget: Int, kinds: [any StorablePort.Type], folders: Folders) {
        precondition(budget > 0, "a budget of \(budget) bytes")
        self.folder = folder
        self.budget = budget
        self.kinds = StorableKinds(kinds)
        self.folders = folders
        room = CacheRoom(folder: folder, budget: budget)
        names = EntryNames(folder: folder)
    }

    public func find(_ key: ResultKey) -> StoredResult? {
        read(key) { entry, _ in
            StoredResult(
                saved: entry.saved.map { $0.path(in: folders) }, shown: entry.shown,
                changed: firstChanged(of: entry), seconds: entry.seconds)
        }
    }

    public func result(for key: ResultKey) -> NodeResult? {
        read(key) { entry, file in
            let paths = entry.saved.map { $0.path(in: folders) }
            // Another process may have made it for a folder of its own since this one has looked for the files.
            guard firstChanged(of: entry) == nil, paths.allSatisfy({ (try? FileStamp(of: $0)) != nil }) else {
                return nil
            }
            guard let values = try values(of: entry, file), let outputs = kinds.outputs(values) else {
                throw EntryError()
            }
            return NodeResult(outputs: outputs, saved: paths, shown: entry.shown, seconds: entry.seconds)
        }
    }

    public func keep(_ result: NodeResult, for key: ResultKey, madeBy maker: ResultMaker) {
        guard isWorthwhile(result, maker), result.memoryCost <= budget / 4,
            let values = kinds.stored(result.outputs)
        else { return }
        let saved = result.saved.compactMap { SavedFile(at: $0, in: folders) }
        guard saved.count == result.saved.count else { return }

        let twin = recent.twin(of: values, noting: key.description).flatMap { folder.hasResult($0) ? $0 : nil }
        let entry = Entry(result, saved: saved, twin: twin, for: key, madeBy: maker)
        var writer = SafetensorsWriter(metadata: entry.metadata(of: values))
        writer.isSealed = true
        if twin == nil { for (name, tensor) in values.tensors { writer.add(name, tensor) } }
        let path = folder.path(of: key)
        guard folder.makeFolder(of: key), (try? writer.write(to: path)) != nil else { return }
        names.add(key)
        room.wrote((try? FileStamp(of: path).byteCount) ?? 0)
    }

    public func forget(_ key: ResultKey) {
        removeFile(folder.path(of: key))
    }

    /// The stored outputs under `key`, for comparing.
    func values(for key: ResultKey) -> StoredValue? {
        read(key) { entry, file in try values(of: entry, file) }
    }

    /// What `outputs` would be in a file.
    func stored(_ outputs: [OutputValues]) -> StoredValue? { kinds.stored(outputs) }

    /// - Throws: if something is damaged, or the entry's twin has gone, without which it is of no more use.
    private func values(of entry: Entry, _ file: borrowing SealedFile) throws -> StoredValue? {
        var values = try Entry.values(of: file)
        if let twin = entry.twin { values?.tensors = try SealedFile(path: folder.path(of: twin)).tensors() }
        return values
    }

    /// Reading takes about as long as making what was made in a millisecond. Only what needs a model in memory first, or has
    /// done something for its own sake, is worth a file however little it took.
    private func isWorthwhile(_ result: NodeResult, _ maker: ResultMaker) -> Bool {
        result.seconds >= 0.001 || maker.isOutput || !maker.linkedTypes.allSatisfy(kinds.include)
    }

    /// A file of `entry` that is there with another content. Those that are gone are the caller's business.
    private func firstChanged(of entry: Entry) -> String? {
        entry.saved.lazy.compactMap { file in
            let path = file.path(in: self.folders)
            guard let content = try? FileIdentity(of: path) else { return nil }
            return content == file.content ? nil : path
        }.first
    }

    /// What `body` makes of the entry; nil if there is none. A damaged one is removed.
    private func read<Answer>(
        _ key: ResultKey, _ body: (Entry, borrowing SealedFile) throws -> Answer?
    ) -> Answer? {
        guard names.mayHold(key) else { return nil }
        let path = folder.path(of: key)
        do {
            let file = try SealedFile(path: path)
            guard let entry = Entry(metadata: file.metadata), entry.key == key.description else { throw EntryError() }
            let answer = try body(entry, file)
            if answer != nil { room.used(path) }
            return answer
        } catch is FileError {
            // Not there, or not to be read now: too many open files, say. That is no damage.
            return nil
        } catch {
            removeFile(path)
            return nil
        }
    }
}

/// A file that is whole, but not what its name says.
private struct EntryError: Error {}
