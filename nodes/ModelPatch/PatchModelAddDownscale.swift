import Diffusion
import Engine
import Models
import Tensors

/// How cells are interpolated when the hidden state changes its size; the most usual first.
enum HiddenResizing: String, Choice {
    case bicubic
    case nearestExact = "nearest-exact"
    case bilinear
    case area
    case bislerp

    var method: ResizeMethod {
        switch self {
        case .bicubic: .bicubic
        case .nearestExact: .nearestExact
        case .bilinear: .bilinear
        case .area: .area
        case .bislerp: .bislerp
        }
    }
}

/// Shrinks what a model sees in its first steps, so that large pictures keep one composition.
struct PatchModelAddDownscale: Node {
    static let displayName = "PatchModelAddDownscale (Kohya Deep Shrink)"
    static let category = "model/patch/unet"
    static let summary = "Shrink the hidden state behind a block for a part of the steps (deep shrink)."

    @Input("The model.") var model: Model
    @Input("The input block behind which it shrinks.", in: 1...32) var blockNumber = 3
    @Input("By how much it shrinks.", in: 0.1...9, step: 0.001) var downscaleFactor = 2.0
    @Input("Where it begins: 0 is pure noise.", in: 0...1, step: 0.001) var startPercent = 0.0
    @Input("Where it ends: 1 is the finished picture.", in: 0...1, step: 0.001) var endPercent = 0.35
    @Input("Whether the way up gets the block's output in full size.") var downscaleAfterSkip = true
    @Input("How it is shrunk.") var downscaleMethod: HiddenResizing
    @Input("How it is enlarged again.") var upscaleMethod: HiddenResizing

    @Output var changed: Model

    func run(_ context: RunContext) {
        changed = model
        guard downscaleFactor != 1 else { return }
        let highest = model.sampling.sigma(progress: startPercent)
        let lowest = model.sampling.sigma(progress: endPercent)
        let (number, part, down, up) = (blockNumber, 1 / downscaleFactor, downscaleMethod.method, upscaleMethod.method)
        let shrink: UNetPatches.Descent = { hidden, block, sigma in
            guard block == number, Double(sigma) <= highest, Double(sigma) >= lowest else { return hidden }
            func shorter(_ length: Int) -> Int { max(1, Int((Double(length) * part).rounded(.toNearestOrEven))) }
            return resized(
                hidden, height: shorter(hidden.shape[1]), width: shorter(hidden.shape[2]), method: down)
        }
        if downscaleAfterSkip {
            changed.patches.afterSkip.append(shrink)
        } else {
            changed.patches.afterInputBlock.append(shrink)
        }
        changed.patches.beforeOutputBlock.append { hidden, skip in
            guard hidden.shape[1] != skip.shape[1] else { return (hidden, skip) }
            return (resized(hidden, height: skip.shape[1], width: skip.shape[2], method: up), skip)
        }
    }
}
