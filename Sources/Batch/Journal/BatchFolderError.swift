import JSON

/// Why a batch cannot go on in its folder.
public enum BatchFolderError: Error, Hashable, Sendable {
    case inUse(folder: String, shard: Shard?)
    /// - Parameter theirs: the lock of the others.
    case otherShards(folder: String, theirs: String, count: Int)
    /// Files that jobs would make are there, and this batch did not make them.
    case inTheWay(folder: String, files: [String], count: Int, isChanged: Bool)
}

extension BatchFolderError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .inUse(let folder, nil):
            "\(folder.legible(limit: 400)): another process is working on this batch. Wait for it, or use another --output."
        case .inUse(let folder, let shard?):
            "\(folder.legible(limit: 400)): another process is working on this batch, or on its shard \(shard). Wait for it, "
                + "or take another shard."
        case .otherShards(let folder, let theirs, let count):
            "\(folder.legible(limit: 400)): this batch is being worked on in another number of shards "
                + "(\(theirs.dropLast(5))) than \(count). Wait for them, or use their number."
        case .inTheWay(let folder, let files, let count, let isChanged):
            "\(folder.legible(limit: 400)): \(count) file\(count == 1 ? "" : "s") that jobs would make "
                + "\(count == 1 ? "is" : "are") there already: \(files.map { $0.legible() }.joined(separator: ", "))"
                + "\(count > files.count ? ", …" : ""). "
                + (isChanged
                    ? "The graph or the table has changed since they were made. "
                    : "They are not of this batch. ")
                + "Use another --output or --name, or move them away; nothing is overwritten."
        }
    }
}
