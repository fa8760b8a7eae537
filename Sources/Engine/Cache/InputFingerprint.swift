/// What one input contributes to its node's key.
enum InputFingerprint: Hashable, Sendable {
    case literal(Literal)
    case file(identity: String)
    case link(ResultKey, slot: Int)
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
        case .absent:
            append("absent")
        }
    }
}
