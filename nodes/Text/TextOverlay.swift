import Engine
import Fonts
import Tensors

/// Which edge of a picture text is written along.
enum TextEdge: String, Choice {
    case top, bottom
}

/// Where lines of text begin or end.
enum TextAlignment: String, Choice {
    case left, center, right
}

/// Writes a text on pictures.
struct TextOverlay: Node, ChecksInputs {
    static let displayName = "Draw Text Overlay"
    static let category = "text"
    static let summary = "Write text along the upper or lower edge of pictures."

    @Input("The pictures.") var images: Image
    @Input("The text; \\n begins a new line.", multiline: true) var text = ""
    @Input(
        "How high letters are, in hundredths of the picture's height; smaller if they do not fit.", in: 0.5...50,
        step: 0.5)
    var fontSize = 5.0
    @Input("The colour of the letters: #RRGGBB, #RRGGBBAA, or a name.") var color = "#ffffff"
    @Input("Which edge the text is written along.") var position = TextEdge.top
    @Input("Where lines begin or end.") var align = TextAlignment.left
    @Input("Whether letters have a black line around them.") var outline = true

    @Output("images") var written: Image

    func check(in folders: Folders) throws {
        if let color = $color.literal { _ = try WrittenColour(color) }
    }

    func run(_ context: RunContext) throws {
        guard !pythonStripped(text).isEmpty else {
            written = images
            return
        }
        let pixels = images.pixels
        guard pixels.shape[3] == 3 || pixels.shape[3] == 1 else {
            throw PixelError.otherChannels(pixels.shape[3], wanted: 3)
        }
        let layer = try layer(width: pixels.shape[2], height: pixels.shape[1])
        written = Image(pixels: Self.merged(pixels, under: layer))
    }

    /// The letters on nothing, as red, green, blue and how much they cover.
    private func layer(width: Int, height: Int) throws -> ByteCanvas {
        let colour = try WrittenColour(color)
        let text = text.replacing("\\n", with: "\n").replacing("\\t", with: "\t")
        let lettering = try OverlayLettering(
            text, on: (width, height), part: fontSize, alignment: align.alignment, isOutlined: outline)
        let (anchor, x): (LineAnchor, Double) =
            switch align {
            case .left: (.left, Double(lettering.margin))
            case .center: (.middle, Double(width) / 2)
            case .right: (.right, Double(width - lettering.margin))
            }
        let y =
            switch position {
            case .top: lettering.margin - lettering.bounds.top
            case .bottom: height - lettering.margin - lettering.bounds.bottom
            }
        var canvas = ByteCanvas(width: width, height: height, channels: 4)
        let ink = ByteCanvas.Colour(colour.red, colour.green, colour.blue)
        let black = ByteCanvas.Colour(0, 0, 0)
        let (font, stroke) = (lettering.font, lettering.block.stroke)
        for placed in try lettering.block.placed(at: (x, Double(y)), in: font, anchor: anchor) {
            let place = (placed.x, placed.y)
            if stroke > 0 {
                try canvas.write(placed.line, at: place, black, in: font, stroke: stroke, anchor: anchor)
                // Black letters are in it already.
                if ink == black, colour.alpha == 255 { continue }
            }
            try canvas.write(placed.line, at: place, ink, alpha: colour.alpha, in: font, anchor: anchor)
        }
        return canvas
    }

    /// - Shapes: `pixels` [N, H, W, 1 or 3] → [N, H, W, 3].
    private static func merged(_ pixels: Tensor, under layer: ByteCanvas) -> Tensor {
        let channels = pixels.shape[3]
        let count = layer.width * layer.height
        let below = pixels.values
        return Tensor(shape: Array(pixels.shape[..<3]) + [3]) { values in
            for picture in 0..<pixels.shape[0] {
                for place in 0..<count {
                    let alpha = Float(layer.bytes[place * 4 + 3]) / 255
                    let kept = 1 - alpha
                    for channel in 0..<3 {
                        let source = (picture * count + place) * channels + (channels == 1 ? 0 : channel)
                        let level = Float(layer.bytes[place * 4 + channel]) / 255
                        values[(picture * count + place) * 3 + channel] = below[source] * kept + level * alpha
                    }
                }
            }
        }
    }
}

extension TextAlignment {
    fileprivate var alignment: TextBlock.Alignment {
        switch self {
        case .left: .left
        case .center: .center
        case .right: .right
        }
    }
}
