import Tensors

/// What a control network adds to the hidden state of a U-Net.
public struct ControlResiduals: Sendable {
    /// For the output of each input block, in their order; [N, H, W, C] of that output.
    public var skips: [Tensor]
    /// For the output of the middle block.
    public var middle: Tensor?

    public init(skips: [Tensor], middle: Tensor?) {
        self.skips = skips
        self.middle = middle
    }
}
