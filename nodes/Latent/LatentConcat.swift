import Engine
import Tensors

/// At which side of a latent another one is put.
enum LatentSide: String, Choice {
    case right = "x"
    case left = "-x"
    case bottom = "y"
    case top = "-y"
    case after = "t"
    case before = "-t"
}

/// Puts latents side by side.
struct LatentConcat: Node {
    static let category = "model/latent/advanced"
    static let summary = "Put two latents side by side."

    @Input("The first latents.") var samples1: Latent
    @Input("The latents to put beside them.") var samples2: Latent
    @Input("At which side; a minus sign puts the second ones first.") var dim: LatentSide

    @Output var joined: Latent

    func run(_ context: RunContext) throws {
        let first = samples1.samples
        let second = samples2.samples.fitted(toBatch: first.shape[0])
        guard second.shape.count == first.shape.count else { throw LatentError.isVideo }
        let last = first.shape.count - 1
        let axis =
            switch dim {
            case .right, .left: last
            case .bottom, .top: last - 1
            case .after, .before: last - 2
            }
        guard (1...last).allSatisfy({ $0 == axis || first.shape[$0] == second.shape[$0] }) else {
            throw LatentError.otherSize(second.shape, wanted: first.shape)
        }
        joined = samples1
        joined.samples = concatenate(dim.rawValue.hasPrefix("-") ? [second, first] : [first, second], axis: axis)
    }
}
