/// Where the value of an input comes from, so that a node can hand it on and it is known to be the same value.
enum ValueOrigin: Sendable {
    case literal(Literal)
    case file(FileName)
    case made(any Port, InputFingerprint)
}
