import Diffusion
import Tensors

/// Why prompts cannot be encoded or joined as asked.
enum PromptError: Error, Hashable, CustomStringConvertible {
    case empty(input: String)
    case otherWidth(Int, wanted: Int)
    /// Text encoders beside each other.
    case otherParts(found: Int, wanted: Int)

    var description: String {
        switch self {
        case .empty(let input): "\(input): holds no prompt. Connect an encoded prompt."
        case .otherWidth(let found, let wanted):
            "the prompts: one has \(found) numbers for each word, the other \(wanted). Encode both with the same text encoder."
        case .otherParts(let found, let wanted):
            "clip: has \(found) text encoder\(found == 1 ? "" : "s"), but \(wanted) prompts are given. "
                + "Connect the CLIP of an SDXL checkpoint, or use CLIPTextEncode."
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
