/// What one input contributes to its node's key.
enum InputFingerprint: Hashable, Sendable {
    case literal(Literal)
    case file(identity: String)
    case link(ResultKey, slot: Int)
    /// One item of the list that an output gives.
    case item(ResultKey, slot: Int, index: Int)
    /// A value that an expanding node made for an input of its subgraph.
    case made(ResultKey, place: String)
    case absent
}

extension KeyText {
    mutating func append(_ fingerprint: InputFingerprint) {
        switch fingerprint {
        case .literal(let value):
            append("literal")
            append(value)
        case .file(let identity):
            append("file")
            append(identity)
        case .link(let key, let slot):
            append("link")
            append(key)
            append(UInt64(slot))
        case .item(let key, let slot, let index):
            append("item")
            append(key)
            append(UInt64(slot))
            append(UInt64(index))
        case .made(let key, let place):
            append("made")
            append(key)
            append(place)
        case .absent:
            append("absent")
        }
    }
}
