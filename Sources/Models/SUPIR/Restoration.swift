import Tensors

/// What a restoring network changes in one call of a diffusion model.
public struct Restoration: Sendable {
    let adapters: RestorationAdapters

    /// Of each part of the way down, and of the middle; channels last.
    let features: [Tensor]
    let strength: Float

    /// - Shapes: `hidden` [N, H, W, C] → same.
    func afterMiddle(_ hidden: Tensor) throws -> Tensor {
        let seen = features[features.count - 1]
        guard seen.shape == hidden.shape else { throw RestorationError.changed }
        return try adapters.middle(seen, hidden: nil, skip: hidden, strength: strength)
    }

    /// What an output block takes in, in place of both joined.
    ///
    /// - Shapes: `hidden` [N, H, W, C], `skip` [N, H, W, S] → [N, H, W, C + S].
    func joined(_ hidden: Tensor, _ skip: Tensor, block: Int) throws -> Tensor {
        let (seen, join) = (features(for: block), adapters.blocks[block].join)
        guard seen.shape == skip.shape, hidden.shape.dropLast() == skip.shape.dropLast(),
            hidden.shape[3] == join.hiddenWidth
        else { throw RestorationError.changed }
        return try join(seen, hidden: hidden, skip: skip, strength: strength)
    }

    /// What an output block doubles.
    ///
    /// - Shapes: `hidden` [N, H, W, C] → same.
    func beforeDoubling(_ hidden: Tensor, block: Int) throws -> Tensor {
        guard let look = adapters.blocks[block].look else { return hidden }
        let seen = features(for: block)
        guard seen.shape.dropLast() == hidden.shape.dropLast(), hidden.shape[3] == look.width else {
            throw RestorationError.changed
        }
        return try look(seen, hidden, strength: strength)
    }

    private func features(for block: Int) -> Tensor { features[features.count - 2 - block] }
}

extension BlockPatches {
    /// What an output block takes in.
    func joined(_ hidden: Tensor, _ skip: Tensor) throws -> Tensor {
        if case .output(let block) = place, let restoration = patches.restoration {
            return try restoration.joined(hidden, skip, block: block)
        }
        return concatenate([hidden, skip], axis: 3)
    }

    /// What an output block doubles.
    func beforeDoubling(_ hidden: Tensor) throws -> Tensor {
        guard case .output(let block) = place, let restoration = patches.restoration else { return hidden }
        return try restoration.beforeDoubling(hidden, block: block)
    }
}
