import Engine
import Models

/// Mixes the weights of two SD 1.x models with a share for each block.
struct ModelMergeSD1: Node {
    static let displayName = "ModelMergeSD1"
    static let category = "model/merging/model specific"
    static let summary = "Mix the weights of two SD 1.x models, with a share for each block."

    @Input("The one model.") var model1: Model
    @Input("The other model.") var model2: Model
    @Input("The first model's share of `time_embed.`.", in: 0...1, name: "time_embed.") var timeEmbed = 1.0
    @Input("The first model's share of `label_emb.`.", in: 0...1, name: "label_emb.") var labelEmb = 1.0
    @Input("The first model's share of `input_blocks.0.`.", in: 0...1, name: "input_blocks.0.") var inputBlocks0 = 1.0
    @Input("The first model's share of `input_blocks.1.`.", in: 0...1, name: "input_blocks.1.") var inputBlocks1 = 1.0
    @Input("The first model's share of `input_blocks.2.`.", in: 0...1, name: "input_blocks.2.") var inputBlocks2 = 1.0
    @Input("The first model's share of `input_blocks.3.`.", in: 0...1, name: "input_blocks.3.") var inputBlocks3 = 1.0
    @Input("The first model's share of `input_blocks.4.`.", in: 0...1, name: "input_blocks.4.") var inputBlocks4 = 1.0
    @Input("The first model's share of `input_blocks.5.`.", in: 0...1, name: "input_blocks.5.") var inputBlocks5 = 1.0
    @Input("The first model's share of `input_blocks.6.`.", in: 0...1, name: "input_blocks.6.") var inputBlocks6 = 1.0
    @Input("The first model's share of `input_blocks.7.`.", in: 0...1, name: "input_blocks.7.") var inputBlocks7 = 1.0
    @Input("The first model's share of `input_blocks.8.`.", in: 0...1, name: "input_blocks.8.") var inputBlocks8 = 1.0
    @Input("The first model's share of `input_blocks.9.`.", in: 0...1, name: "input_blocks.9.") var inputBlocks9 = 1.0
    @Input("The first model's share of `input_blocks.10.`.", in: 0...1, name: "input_blocks.10.") var inputBlocks10 =
        1.0
    @Input("The first model's share of `input_blocks.11.`.", in: 0...1, name: "input_blocks.11.") var inputBlocks11 =
        1.0
    @Input("The first model's share of `middle_block.0.`.", in: 0...1, name: "middle_block.0.") var middleBlock0 = 1.0
    @Input("The first model's share of `middle_block.1.`.", in: 0...1, name: "middle_block.1.") var middleBlock1 = 1.0
    @Input("The first model's share of `middle_block.2.`.", in: 0...1, name: "middle_block.2.") var middleBlock2 = 1.0
    @Input("The first model's share of `output_blocks.0.`.", in: 0...1, name: "output_blocks.0.") var outputBlocks0 =
        1.0
    @Input("The first model's share of `output_blocks.1.`.", in: 0...1, name: "output_blocks.1.") var outputBlocks1 =
        1.0
    @Input("The first model's share of `output_blocks.2.`.", in: 0...1, name: "output_blocks.2.") var outputBlocks2 =
        1.0
    @Input("The first model's share of `output_blocks.3.`.", in: 0...1, name: "output_blocks.3.") var outputBlocks3 =
        1.0
    @Input("The first model's share of `output_blocks.4.`.", in: 0...1, name: "output_blocks.4.") var outputBlocks4 =
        1.0
    @Input("The first model's share of `output_blocks.5.`.", in: 0...1, name: "output_blocks.5.") var outputBlocks5 =
        1.0
    @Input("The first model's share of `output_blocks.6.`.", in: 0...1, name: "output_blocks.6.") var outputBlocks6 =
        1.0
    @Input("The first model's share of `output_blocks.7.`.", in: 0...1, name: "output_blocks.7.") var outputBlocks7 =
        1.0
    @Input("The first model's share of `output_blocks.8.`.", in: 0...1, name: "output_blocks.8.") var outputBlocks8 =
        1.0
    @Input("The first model's share of `output_blocks.9.`.", in: 0...1, name: "output_blocks.9.") var outputBlocks9 =
        1.0
    @Input("The first model's share of `output_blocks.10.`.", in: 0...1, name: "output_blocks.10.") var outputBlocks10 =
        1.0
    @Input("The first model's share of `output_blocks.11.`.", in: 0...1, name: "output_blocks.11.") var outputBlocks11 =
        1.0
    @Input("The first model's share of `out.`.", in: 0...1, name: "out.") var last = 1.0

    @Output var merged: Model

    func run(_ context: RunContext) throws {
        let shares: [(block: String, share: Double)] = [
            ("time_embed.", timeEmbed),
            ("label_emb.", labelEmb),
            ("input_blocks.0.", inputBlocks0),
            ("input_blocks.1.", inputBlocks1),
            ("input_blocks.2.", inputBlocks2),
            ("input_blocks.3.", inputBlocks3),
            ("input_blocks.4.", inputBlocks4),
            ("input_blocks.5.", inputBlocks5),
            ("input_blocks.6.", inputBlocks6),
            ("input_blocks.7.", inputBlocks7),
            ("input_blocks.8.", inputBlocks8),
            ("input_blocks.9.", inputBlocks9),
            ("input_blocks.10.", inputBlocks10),
            ("input_blocks.11.", inputBlocks11),
            ("middle_block.0.", middleBlock0),
            ("middle_block.1.", middleBlock1),
            ("middle_block.2.", middleBlock2),
            ("output_blocks.0.", outputBlocks0),
            ("output_blocks.1.", outputBlocks1),
            ("output_blocks.2.", outputBlocks2),
            ("output_blocks.3.", outputBlocks3),
            ("output_blocks.4.", outputBlocks4),
            ("output_blocks.5.", outputBlocks5),
            ("output_blocks.6.", outputBlocks6),
            ("output_blocks.7.", outputBlocks7),
            ("output_blocks.8.", outputBlocks8),
            ("output_blocks.9.", outputBlocks9),
            ("output_blocks.10.", outputBlocks10),
            ("output_blocks.11.", outputBlocks11),
            ("out.", last),
        ]
        merged = try model1.merged(with: model2, blocks: shares)
    }
}

extension Model {
    /// This model with weights of another mixed in, by shares of blocks: the longest name that a weight begins with counts,
    /// and the first one for weights of no block.
    ///
    /// - Throws: if a file lacks its diffusion model.
    func merged(with other: Model, blocks: [(block: String, share: Double)]) throws -> Model {
        try merged(with: other) { name in
            let fitting = blocks.filter { name.hasPrefix($0.block) }.max { $0.block.count < $1.block.count }
            let share = fitting?.share ?? blocks.first?.share ?? 1
            return (share, 1 - share)
        }
    }
}
