import Formats

/// What a cache holds, by what made it.
public struct CacheUse: Sendable {
    public struct Group: Sendable, Hashable {
        public let maker: String
        public var entries = 0
        public var bytes = 0

        /// What making them took.
        public var seconds = 0.0
    }

    /// The largest first.
    public let groups: [Group]

    /// Files that are not whole, or another version's.
    public let unreadable: Int

    /// Files that were begun and not finished; perhaps somebody is at it.
    public let unfinished: Int

    public var entries: Int { groups.reduce(0) { $0 + $1.entries } }
    public var bytes: Int { groups.reduce(0) { $0 + $1.bytes } }
    public var seconds: Double { groups.reduce(0) { $0 + $1.seconds } }

    /// Reads the head of every entry.
    public init(of folder: CacheFolder) {
        var groups: [String: Group] = [:]
        var unreadable = 0
        var unfinished = 0
        for item in folder.items() {
            if item.isUnfinished {
                unfinished += 1
            } else if let file = try? SealedFile(path: item.path), let entry = Entry(metadata: file.metadata) {
                groups[entry.maker, default: Group(maker: entry.maker)].entries += 1
                groups[entry.maker]?.bytes += item.byteCount
                groups[entry.maker]?.seconds += entry.seconds
            } else {
                unreadable += 1
            }
        }
        self.groups = groups.values.sorted { ($1.bytes, $0.maker) < ($0.bytes, $1.maker) }
        self.unreadable = unreadable
        self.unfinished = unfinished
    }
}
