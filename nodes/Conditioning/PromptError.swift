import Diffusion
import Tensors

/// Why two prompts cannot be joined.
enum PromptError: Error, Hashable, CustomStringConvertible {
    case empty(input: String)
    case otherWidth(Int, wanted: Int)

    var description: String {
        switch self {
        case .empty(let input): "\(input): holds no prompt. Connect an encoded prompt."
        case .otherWidth(let found, let wanted):
            "the prompts: one has \(found) numbers for each word, the other \(wanted). Encode both with the same text encoder."
        }
    }
}

extension Conditioning {
    /// The entry that nodes take which can take one only.
    func first(for input: String) throws(PromptError) -> ConditioningEntry {
        guard let first = entries.first else { throw .empty(input: input) }
        return first
    }
}
