import Layers

/// The shape of a U-Net, read from the shapes of its tensors.
public struct UNetConfiguration: Sendable, Hashable {
    public let trunk: UNetTrunkConfiguration
    public let output: [UNetBlockConfiguration]
    public let outputChannels: Int

    /// - Parameter weights: seen from where `input_blocks` lies.
    init(_ weights: Weights) throws(WeightsError) {
        trunk = try UNetTrunkConfiguration(weights)
        outputChannels = try weights.shape("out.2.weight", rank: 4)[0]
        var output: [UNetBlockConfiguration] = []
        for index in 0..<max(1, weights.count(of: "output_blocks")) {
            let block = weights / "output_blocks.\(index)"
            let resamples = block.has("1.conv.weight") || block.has("2.conv.weight")
            output.append(try UNetBlockConfiguration(block, resamples: resamples))
        }
        self.output = output
        try trunk.heads.check(output, of: weights)
        guard isMirrored else {
            throw weights.error(.unsupported("the output blocks do not mirror the input blocks"))
        }
    }

    /// Whether each output block meets the input block that it mirrors at the same size.
    private var isMirrored: Bool {
        var halvings = 0
        var skips = [0]
        for block in trunk.input {
            if block.resamples { halvings += 1 }
            skips.append(halvings)
        }
        for block in output {
            guard skips.popLast() == halvings else { return false }
            if block.resamples { halvings -= 1 }
        }
        return skips.isEmpty && halvings == 0
    }
}
