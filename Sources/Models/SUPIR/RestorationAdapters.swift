import Layers
import Tensors

/// What hands the features of a restoring network to the way up of a diffusion model.
///
/// Files number them against the order of use: the last one follows the middle, then comes one for each output block, and
/// before a block doubles the size one more that looks around.
struct RestorationAdapters: Sendable {
    let middle: FeatureModulation

    /// Of each output block.
    let blocks: [(join: FeatureModulation, look: FeatureAttention?)]

    /// - Parameters:
    ///   - weights: seen from where `project_modules` lies.
    ///   - skips: widths of what the way down leaves.
    init(
        _ weights: Weights, skips: [Int], input: [UNetBlockConfiguration], middle width: Int
    ) throws(WeightsError) {
        // What an input block leaves that halves the size goes to the output block that doubles it.
        let doubles = [false] + input.map(\.resamples)
        let count = 1 + skips.count + doubles.count(where: \.self)
        let found = weights.count(of: "project_modules")
        guard found == count else {
            throw weights.error(.unsupported("there are \(found) adapters, but \(count) are due"))
        }
        var number = count - 1
        func place() -> Weights { weights / "project_modules.\(number)" }
        middle = try FeatureModulation(place(), width: width, skipWidth: width)
        guard middle.hiddenWidth == 0 else {
            throw weights.error(
                .unsupported("the adapter behind the middle takes in \(middle.hiddenWidth) channels more"))
        }
        var blocks: [(FeatureModulation, FeatureAttention?)] = []
        for (width, doubles) in zip(skips, doubles).reversed() {
            number -= 1
            let join = try FeatureModulation(place(), width: width, skipWidth: width)
            var look: FeatureAttention?
            if doubles {
                number -= 1
                look = try FeatureAttention(place(), features: width)
            }
            blocks.append((join, look))
        }
        self.blocks = blocks
    }

    /// Whether a way up is made of these blocks.
    ///
    /// - Parameter width: of what the middle hands on.
    func fit(_ output: [UNetBlockConfiguration], after width: Int) -> Bool {
        guard output.count == blocks.count else { return false }
        var width = width
        for (theirs, own) in zip(output, blocks) {
            guard own.join.hiddenWidth == width, theirs.resamples == (own.look != nil) else { return false }
            width = theirs.width
            if let look = own.look, look.width != width { return false }
        }
        return true
    }
}
