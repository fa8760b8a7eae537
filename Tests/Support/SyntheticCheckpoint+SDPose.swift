extension SyntheticCheckpoint {
    /// SDPose in every respect but its size: a U-Net as Lotus has it, 128 channels wide where its head looks.
    public mutating func addSDPose(_ path: String) {
        addUNet(
            path, channels: 64, multipliers: [1, 2], depths: [1, 1], middle: 1, context: 1024, linear: true, label: 4)
        let head = "\(path).heatmap_head"
        add("\(head).deconv_layers.0.weight", [128, 128, 4, 4])
        addConv("\(head).conv_layers.0", 128, 128, kernel: 1)
        addConv("\(head).final_layer", 128, 133, kernel: 1)
    }
}
