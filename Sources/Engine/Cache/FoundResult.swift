/// A result that is there: with its values, or with its values still to be read.
enum FoundResult: Sendable {
    case held(NodeResult)
    /// `ResultMemory.result(for:)` reads its values; should they turn out to be damaged, the node has to be run after all.
    case stored(StoredResult)

    var isStored: Bool { if case .stored = self { true } else { false } }

    var saved: [String] {
        switch self {
        case .held(let result): result.saved
        case .stored(let result): result.saved
        }
    }

    var shown: [String] {
        switch self {
        case .held(let result): result.shown
        case .stored(let result): result.shown
        }
    }
}
