import Engine
import Tensors

/// How two transparent pictures are laid over each other.
enum PorterDuffMode: String, Choice {
    case add = "ADD"
    case clear = "CLEAR"
    case darken = "DARKEN"
    case destination = "DST"
    case destinationAtop = "DST_ATOP"
    case destinationIn = "DST_IN"
    case destinationOut = "DST_OUT"
    case destinationOver = "DST_OVER"
    case lighten = "LIGHTEN"
    case multiply = "MULTIPLY"
    case overlay = "OVERLAY"
    case screen = "SCREEN"
    case source = "SRC"
    case sourceAtop = "SRC_ATOP"
    case sourceIn = "SRC_IN"
    case sourceOut = "SRC_OUT"
    case sourceOver = "SRC_OVER"
    case xor = "XOR"
}

/// Lays one transparent picture over another.
struct PorterDuffImageComposite: Node {
    static let displayName = "Porter-Duff Image Composite"
    static let category = "image/compositing"
    static let summary = "Lay one transparent picture over another, by the rules of Porter and Duff."

    @Input("The pictures on top.") var source: Image
    @Input("Where they are transparent.") var sourceAlpha: Mask
    @Input("The pictures below; all else takes their size.") var destination: Image
    @Input("Where they are transparent.") var destinationAlpha: Mask
    @Input("The rule.") var mode = PorterDuffMode.destination

    @Output var image: Image
    @Output var mask: Mask

    func run(_ context: RunContext) throws {
        let count = [source.pixels, sourceAlpha.values, destination.pixels, destinationAlpha.values]
            .map { $0.shape[0] }.reduce(Int.max, min)
        let below = destination.pixels[rows: 0..<count]
        guard source.pixels.shape[3] == below.shape[3] else {
            throw PixelError.otherChannels(source.pixels.shape[3], wanted: below.shape[3])
        }
        func fitted(_ tensor: Tensor) -> Tensor {
            let tensor = tensor[rows: 0..<count]
            let picture = tensor.shape.count == 4 ? tensor : tensor.reshaped(tensor.shape + [1])
            guard picture.shape[1...2] != below.shape[1...2] else { return picture }
            return resized(picture, height: below.shape[1], width: below.shape[2], method: .bicubic, crop: .center)
        }
        let (pixels, alpha) = mode.composite(
            fitted(source.pixels), alpha: fitted(sourceAlpha.values), below, alpha: fitted(destinationAlpha.values))
        image = Image(pixels: pixels)
        mask = Mask(values: alpha)
    }
}

extension PorterDuffMode {
    /// - Shapes: pictures [N, H, W, C], masks of what is transparent [N, H, W, 1] → a picture and a mask [N, H, W].
    fileprivate func composite(
        _ source: Tensor, alpha sourceMask: Tensor, _ destination: Tensor, alpha destinationMask: Tensor
    ) -> (Tensor, Tensor) {
        let channels = source.shape[3]
        var pixels = [Float](repeating: 0, count: source.count)
        let mask = Tensor(shape: Array(source.shape.dropLast())) { mask in
            let (above, below) = (source.values, destination.values)
            let (aboveMask, belowMask) = (sourceMask.values, destinationMask.values)
            for place in 0..<mask.count {
                let layers = Layers(source: 1 - aboveMask[place], destination: 1 - belowMask[place])
                let alpha = self.alpha(layers)
                mask[place] = 1 - alpha
                for channel in 0..<channels {
                    let index = place * channels + channel
                    let colour = self.colour(above[index] * layers.source, below[index] * layers.destination, layers)
                    pixels[index] = alpha > 1e-5 ? min(max(colour / alpha, 0), 1) : 0
                }
            }
        }
        return (Tensor(pixels, shape: source.shape), mask)
    }

    /// How opaque the two layers are at one place.
    private struct Layers {
        let source: Float
        let destination: Float
    }

    private func alpha(_ layers: Layers) -> Float {
        let (s, d) = (layers.source, layers.destination)
        return switch self {
        case .add: min(max(s + d, 0), 1)
        case .clear: 0
        case .darken, .lighten, .overlay, .screen: s + d - s * d
        case .destination, .sourceAtop: d
        case .source, .destinationAtop: s
        case .destinationIn, .sourceIn, .multiply: s * d
        case .destinationOut: (1 - s) * d
        case .sourceOut: (1 - d) * s
        case .destinationOver: d + (1 - d) * s
        case .sourceOver: s + (1 - s) * d
        case .xor: (1 - d) * s + (1 - s) * d
        }
    }

    /// The colour at one place, both colours and the result times their opacity.
    private func colour(_ source: Float, _ destination: Float, _ layers: Layers) -> Float {
        let (s, d) = (layers.source, layers.destination)
        return switch self {
        case .add: min(max(source + destination, 0), 1)
        case .clear: 0
        case .darken: (1 - d) * source + (1 - s) * destination + min(source, destination)
        case .lighten: (1 - d) * source + (1 - s) * destination + max(source, destination)
        case .multiply: source * destination
        case .overlay:
            2 * destination < d ? 2 * source * destination : s * d - 2 * (d - source) * (s - destination)
        case .screen: source + destination - source * destination
        case .destination: destination
        case .destinationAtop: s * destination + (1 - d) * source
        case .destinationIn: destination * s
        case .destinationOut: (1 - s) * destination
        case .destinationOver: destination + (1 - d) * source
        case .source: source
        case .sourceAtop: d * source + (1 - s) * destination
        case .sourceIn: source * d
        case .sourceOut: (1 - d) * source
        case .sourceOver: source + (1 - s) * destination
        case .xor: (1 - d) * source + (1 - s) * destination
        }
    }
}
