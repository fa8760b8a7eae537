import Diffusion
import Engine

/// Steers prompts by up to eight networks at once, each with its own picture, weight and mask.
///
/// What the networks add to the model is summed, so that their order does not matter.
struct ControlNetMerge: Node {
    static let displayName = "Merge ControlNets"
    static let category = "model/conditioning/controlnet"
    static let summary = "Steer prompts by any number of networks, each with its picture, weight and mask."

    @Input("What to show.") var positive: Conditioning
    @Input("What to avoid.") var negative: Conditioning
    @Input("Where it begins: 0 is pure noise.", in: 0...1, step: 0.001) var startPercent = 0.0
    @Input("Where it ends: 1 is the finished picture.", in: 0...1, step: 0.001) var endPercent = 1.0
    @Input("Whether weights are divided by their sum, so that the whole steers no more than one network.")
    var normalize = false

    @Input("A network.", name: "control_net_1") var controlNet1: ControlNetwork?
    @Input("What it looks at.", name: "image_1") var image1: Image?
    @Input("How much it steers.", in: 0...10, optional: true, name: "weight_1") var weight1 = 1.0
    @Input("Where it steers; everywhere if there is none.", name: "mask_1") var mask1: Mask?

    @Input("A network.", name: "control_net_2") var controlNet2: ControlNetwork?
    @Input("What it looks at.", name: "image_2") var image2: Image?
    @Input("How much it steers.", in: 0...10, optional: true, name: "weight_2") var weight2 = 1.0
    @Input("Where it steers; everywhere if there is none.", name: "mask_2") var mask2: Mask?

    @Input("A network.", name: "control_net_3") var controlNet3: ControlNetwork?
    @Input("What it looks at.", name: "image_3") var image3: Image?
    @Input("How much it steers.", in: 0...10, optional: true, name: "weight_3") var weight3 = 1.0
    @Input("Where it steers; everywhere if there is none.", name: "mask_3") var mask3: Mask?

    @Input("A network.", name: "control_net_4") var controlNet4: ControlNetwork?
    @Input("What it looks at.", name: "image_4") var image4: Image?
    @Input("How much it steers.", in: 0...10, optional: true, name: "weight_4") var weight4 = 1.0
    @Input("Where it steers; everywhere if there is none.", name: "mask_4") var mask4: Mask?

    @Input("A network.", name: "control_net_5") var controlNet5: ControlNetwork?
    @Input("What it looks at.", name: "image_5") var image5: Image?
    @Input("How much it steers.", in: 0...10, optional: true, name: "weight_5") var weight5 = 1.0
    @Input("Where it steers; everywhere if there is none.", name: "mask_5") var mask5: Mask?

    @Input("A network.", name: "control_net_6") var controlNet6: ControlNetwork?
    @Input("What it looks at.", name: "image_6") var image6: Image?
    @Input("How much it steers.", in: 0...10, optional: true, name: "weight_6") var weight6 = 1.0
    @Input("Where it steers; everywhere if there is none.", name: "mask_6") var mask6: Mask?

    @Input("A network.", name: "control_net_7") var controlNet7: ControlNetwork?
    @Input("What it looks at.", name: "image_7") var image7: Image?
    @Input("How much it steers.", in: 0...10, optional: true, name: "weight_7") var weight7 = 1.0
    @Input("Where it steers; everywhere if there is none.", name: "mask_7") var mask7: Mask?

    @Input("A network.", name: "control_net_8") var controlNet8: ControlNetwork?
    @Input("What it looks at.", name: "image_8") var image8: Image?
    @Input("How much it steers.", in: 0...10, optional: true, name: "weight_8") var weight8 = 1.0
    @Input("Where it steers; everywhere if there is none.", name: "mask_8") var mask8: Mask?

    @Output("positive") var controlledPositive: Conditioning
    @Output("negative") var controlledNegative: Conditioning

    func run(_ context: RunContext) throws {
        let parts = try parts()
        let total = parts.reduce(0) { $0 + $1.weight }
        let factor = normalize && total > 0 ? 1 / total : 1
        var sides = [positive, negative]
        for part in parts {
            let use = ControlUse(
                strength: part.weight * factor, start: startPercent, end: endPercent, mask: part.mask?.values)
            sides = sides.controlled(by: part.network, hint: part.image.pixels, use)
        }
        (controlledPositive, controlledNegative) = (sides[0], sides[1])
    }

    private struct Part {
        let network: ControlNetwork
        let image: Image
        let weight: Double
        let mask: Mask?
    }

    /// The networks that are connected.
    private func parts() throws -> [Part] {
        let rows: [(ControlNetwork?, Image?, Double, Mask?)] = [
            (controlNet1, image1, weight1, mask1),
            (controlNet2, image2, weight2, mask2),
            (controlNet3, image3, weight3, mask3),
            (controlNet4, image4, weight4, mask4),
            (controlNet5, image5, weight5, mask5),
            (controlNet6, image6, weight6, mask6),
            (controlNet7, image7, weight7, mask7),
            (controlNet8, image8, weight8, mask8),
        ]
        return try rows.enumerated().compactMap { index, row in
            switch row {
            case (let network?, let image?, let weight, let mask):
                Part(network: network, image: image, weight: weight, mask: mask)
            case (nil, nil, _, _): nil
            case (nil, _, _, _): throw ControlError.unpaired(has: "image", wants: "control_net", number: index + 1)
            case (_, nil, _, _): throw ControlError.unpaired(has: "control_net", wants: "image", number: index + 1)
            }
        }
    }
}

/// Why networks cannot be merged as a graph asks.
enum ControlError: Error, Hashable, CustomStringConvertible {
    case unpaired(has: String, wants: String, number: Int)

    var description: String {
        switch self {
        case .unpaired(let has, let wants, let number):
            "\(has)_\(number): nothing is connected to \(wants)_\(number). Connect both, or neither."
        }
    }
}
