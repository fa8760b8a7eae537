import Engine
import Tensors

/// How two pictures are laid over each other.
enum BlendMode: String, Choice {
    case normal
    case multiply
    case screen
    case overlay
    case softLight = "soft_light"
    case difference
}

/// Lays one picture over another.
struct ImageBlend: Node {
    static let displayName = "Blend Images"
    static let category = "image/filters"
    static let summary = "Lay one picture over another."

    @Input("The picture below.") var image1: Image
    @Input("The picture on top; it takes the size of the one below.") var image2: Image
    @Input("How much of the result there is; 0 is the picture below.", in: 0...1) var blendFactor = 0.5
    @Input("How they are laid over each other.") var blendMode: BlendMode

    @Output var blended: Image

    func run(_ context: RunContext) {
        var below = image1.pixels
        var above = image2.pixels.fittedAlpha(to: below)
        if above.shape != below.shape {
            above = resized(above, height: below.shape[1], width: below.shape[2], method: .bicubic, crop: .center)
            // A single one is blended with each of the others.
            let count = below.shape[0] == 1 ? above.shape[0] : below.shape[0]
            (below, above) = (below.fitted(toBatch: count), above.fitted(toBatch: count))
        }
        let (share, rest) = (Float(blendFactor), Float(1 - blendFactor))
        let mode = blendMode
        blended = Image(
            pixels: below.combined(with: above) { below, above in
                min(max(below * rest + mode.blended(below, above) * share, 0), 1)
            })
    }
}

extension BlendMode {
    /// - Units: 0 to 1.
    fileprivate func blended(_ below: Float, _ above: Float) -> Float {
        switch self {
        case .normal: above
        case .multiply: below * above
        case .screen: 1 - (1 - below) * (1 - above)
        case .overlay: below <= 0.5 ? 2 * below * above : 1 - 2 * (1 - below) * (1 - above)
        case .softLight:
            above <= 0.5
                ? below - (1 - 2 * above) * below * (1 - below)
                : below + (2 * above - 1) * (Self.lightened(below) - below)
        case .difference: below - above
        }
    }

    private static func lightened(_ x: Float) -> Float {
        x <= 0.25 ? ((16 * x - 12) * x + 4) * x : x.squareRoot()
    }
}
