/// The members of a JSON object, in the order in which they were written.
///
/// Looking up a key takes constant time: objects of more than a handful of members carry an index. Two objects are equal
/// if they have the same members in any order.
public struct JSONObject: Sendable {
    public struct Member: Sendable, Hashable {
        public let key: String
        public var value: JSONValue

        public init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    public private(set) var members: [Member]
    /// Key → position in `members`; nil while comparing a few keys is quicker.
    private var index: [ExactKey: Int]?

    private static let indexedFrom = 12

    public init() {
        members = []
    }

    /// The last of several members with the same key wins.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        self.init()
        for (key, value) in members { self[key] = value }
    }

    /// Members as a parser collects them; `duplicate` is the position of the first key that was there before.
    init(collected members: [Member], duplicate: inout Int?) {
        self.members = members
        duplicate = nil
        if members.count < Self.indexedFrom {
            for later in members.indices.dropFirst() {
                for earlier in 0..<later where members[earlier].key.hasSameBytes(as: members[later].key) {
                    duplicate = later
                    return
                }
            }
        } else {
            var index = [ExactKey: Int](minimumCapacity: members.count)
            for position in members.indices {
                guard index.updateValue(position, forKey: ExactKey(members[position].key)) == nil else {
                    duplicate = position
                    return
                }
            }
            self.index = index
        }
    }

    public var count: Int { members.count }
    public var isEmpty: Bool { members.isEmpty }
    public var keys: some RandomAccessCollection<String> & Sendable { members.lazy.map(\.key) }

    /// Setting an existing key keeps its place; a new one goes to the end; nil removes.
    public subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?):
                members[position].value = value
            case (nil, let value?):
                members.append(Member(key, value))
                if index != nil || members.count >= Self.indexedFrom { note(newMember: key) }
            case (let position?, nil):
                members.remove(at: position)
                index = members.count >= Self.indexedFrom ? Self.index(of: members) : nil
            case (nil, nil):
                break
            }
        }
    }

    private func position(of key: String) -> Int? {
        if let index { return index[ExactKey(key)] }
        return members.firstIndex { $0.key.hasSameBytes(as: key) }
    }

    private mutating func note(newMember key: String) {
        if index == nil {
            index = Self.index(of: members)
        } else {
            index?[ExactKey(key)] = members.count - 1
        }
    }

    private static func index(of members: [Member]) -> [ExactKey: Int] {
        var index = [ExactKey: Int](minimumCapacity: members.count)
        for (position, member) in members.enumerated() { index[ExactKey(member.key)] = position }
        return index
    }
}

extension JSONObject: Sequence {
    public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}

extension JSONObject: Hashable {
    public static func == (a: JSONObject, b: JSONObject) -> Bool {
        a.count == b.count && a.members.allSatisfy { b[$0.key] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        // Order does not count, so the members' hashes are combined by a sum.
        hasher.combine(members.count)
        hasher.combine(members.reduce(0) { $0 &+ $1.hashValue })
    }
}

/// A key that is equal only to the same code units.
private struct ExactKey: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (a: ExactKey, b: ExactKey) -> Bool { a.text.hasSameBytes(as: b.text) }
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
