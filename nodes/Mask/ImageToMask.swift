import Engine
import Tensors

/// A channel of a picture.
enum MaskChannel: String, Choice {
    case red
    case green
    case blue
    case alpha
}

/// Takes one channel of pictures as masks.
struct ImageToMask: Node {
    static let displayName = "Convert Image to Mask"
    static let category = "image/mask"
    static let summary = "Take one channel of pictures as masks."

    @Input("The pictures.") var image: Image
    @Input("The channel.") var channel: MaskChannel

    @Output var mask: Mask

    func run(_ context: RunContext) throws {
        let channels = image.pixels.shape[3]
        let index =
            switch channel {
            case .red: 0
            case .green: 1
            case .blue: 2
            case .alpha: 3
            }
        guard index < channels else { throw PixelError.noChannel(channel.rawValue, channels: channels) }
        mask = Mask(
            values: image.pixels.sliced(axis: 3, index..<index + 1).reshaped(Array(image.pixels.shape.dropLast())))
    }
}
