import JSON
import Tensors

/// Regions drawn on a darkened picture, with their colours, numbers and texts.
struct RegionPreview {
    private var canvas: ByteCanvas
    private let letterScale: Int
    private let lineHeight: Int

    /// The longest side that a preview has, in pixels.
    private static let longest = 1024

    /// - Shapes: `background` [N, H, W, 3 or more]; without, the ground is gray and as wide and high as the canvas.
    init(_ background: Tensor?, canvas size: (width: Int, height: Int)) {
        let (width, height) = background.map { ($0.shape[2], $0.shape[1]) } ?? size
        let scale = min(1, Double(Self.longest) / Double(max(width, height, 1)))
        let (ownWidth, ownHeight) = (
            max(1, pythonRound(Double(width) * scale)), max(1, pythonRound(Double(height) * scale))
        )
        canvas = ByteCanvas(width: ownWidth, height: ownHeight)
        if let background {
            let first = background[rows: 0..<1].sliced(axis: 3, 0..<3)
            let small = resized(clamp(first, 0...1), height: ownHeight, width: ownWidth, method: .lanczos)
            canvas.paint(small) { $0 / 4 }
        } else {
            canvas.fill(0, 0, ownWidth - 1, ownHeight - 1, .init(32, 32, 32))
        }
        let size = max(10, pythonRound(Double(ownHeight) / 64))
        lineHeight = size + 2
        letterScale = max(1, (size + 2) / 9)
    }

    /// - Shapes: [1, H, W, 3].
    var pixels: Tensor { canvas.pixels }

    mutating func draw(_ region: CanvasRegion, number: Int) {
        func place(_ part: Double, _ length: Int) -> Int {
            max(0, min(length, pythonRound(max(-1e6, min(part * Double(length), 1e6)))))
        }
        let across = [region.x, region.x + region.width].map { place($0, canvas.width) }.sorted()
        let down = [region.y, region.y + region.height].map { place($0, canvas.height) }.sorted()
        let colour = region.palette.first.map(Self.colour) ?? .init(140, 140, 140)
        canvas.frame((across[0], down[0], across[1], down[1]), colour, thickness: 2)
        drawSwatches(region.palette, across, down[0])

        let tag = number < 10 ? "0\(number)" : "\(number)"
        let width = tag.count * 6 * letterScale
        canvas.fill(across[0], down[0], across[0] + width + 6, down[0] + lineHeight, colour)
        canvas.write(
            tag, at: (across[0] + 3, down[0] + 2), colour.light > 140 ? .init(0, 0, 0) : .init(255, 255, 255),
            scale: letterScale)
        write(region, across, down, colour)
    }

    /// The colours of a region, one beside the other along its upper edge.
    private mutating func drawSwatches(_ palette: [String], _ across: [Int], _ top: Int) {
        let swatches = palette.prefix(5)
        guard !swatches.isEmpty, across[1] - across[0] > 2 else { return }
        let share = Double(across[1] - across[0]) / Double(swatches.count)
        for (index, swatch) in swatches.enumerated() {
            let left = across[0] + pythonRound(Double(index) * share)
            let right = across[0] + pythonRound(Double(index + 1) * share)
            canvas.fill(left, top, right, top + max(5, (lineHeight - 2) / 2), Self.colour(swatch))
        }
    }

    private mutating func write(
        _ region: CanvasRegion, _ across: [Int], _ down: [Int], _ colour: ByteCanvas.Colour
    ) {
        var words = (region.description.string ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        if region.isText, let text = region.text.string {
            words = text.split(whereSeparator: \.isWhitespace).map(String.init) + words
        }
        let room = (across[1] - across[0] - 8) / (6 * letterScale)
        guard room > 0 else { return }
        var (top, line) = (down[0] + lineHeight + 3, "")
        for word in words + [""] {
            let longer = line.isEmpty ? word : line + " " + word
            if !word.isEmpty, line.isEmpty || longer.count <= room {
                line = longer
                continue
            }
            guard top <= down[1], !line.isEmpty else { return }
            canvas.write(line.lowercased(), at: (across[0] + 4, top), colour.readable, scale: letterScale)
            top += lineHeight
            line = word
        }
    }

    /// White for what is no colour, as ComfyUI has it.
    private static func colour(_ text: String) -> ByteCanvas.Colour {
        let digits = text.drop { $0 == "#" }
        guard digits.count == 6, digits.allSatisfy(\.isHexDigit), let number = Int(digits, radix: 16) else {
            return .init(255, 255, 255)
        }
        return .init(UInt8(number >> 16), UInt8(number >> 8 & 255), UInt8(number & 255))
    }
}

extension ByteCanvas.Colour {
    /// How light it looks, 0 to 255.
    fileprivate var light: Double { 0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue) }

    /// The same, lightened until it can be read on a dark ground.
    fileprivate var readable: Self {
        guard light < 130 else { return self }
        let part = (130 - light) / (255 - light)
        func lighter(_ level: UInt8) -> UInt8 { UInt8(pythonRound(Double(level) + (255 - Double(level)) * part)) }
        return Self(lighter(red), lighter(green), lighter(blue))
    }
}
