/// Why a model cannot be changed as a node asks.
enum ModelPatchError: Error, Hashable, CustomStringConvertible {
    case unsupported(option: String, of: String)
    case noLevels(lowest: Double, highest: Double)
    case needsFlow

    var description: String {
        switch self {
        case .unsupported(let option, let input):
            "\(input): '\(option)' is for model families that Darkroom does not have. Choose another."
        case .noLevels(let lowest, let highest):
            "noise levels: none lie between \(lowest) and \(highest). Use a sigma_min above 0 and below sigma_max."
        case .needsFlow:
            "this model is no rectified flow. Put ModelSamplingSD3 or ModelSamplingAuraFlow before this node."
        }
    }
}
