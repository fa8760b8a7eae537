import Fonts
import JSON
import Tensors

/// Regions drawn on a darkened picture, with their colours, numbers and texts.
struct RegionPreview {
    private var ground: ByteCanvas
    private var drawing: ByteCanvas
    private let font: Font
    private let tagFont: Font

    /// The longest side that a preview has, in pixels.
    private static let longest = 1024

    /// - Shapes: `background` [N, H, W, 3 or more]; without, the ground is gray and as wide and high as the canvas.
    init(_ background: Tensor?, canvas size: (width: Int, height: Int)) throws(FontError) {
        let (width, height) = background.map { ($0.shape[2], $0.shape[1]) } ?? size
        let scale = min(1, Double(Self.longest) / Double(max(width, height, 1)))
        let (ownWidth, ownHeight) = (
            max(1, pythonRound(Double(width) * scale)), max(1, pythonRound(Double(height) * scale))
        )
        ground = ByteCanvas(width: ownWidth, height: ownHeight)
        drawing = ByteCanvas(width: ownWidth, height: ownHeight, channels: 4)
        if let background {
            let first = background[rows: 0..<1].sliced(axis: 3, 0..<3)
            let small = resized(clamp(first, 0...1), height: ownHeight, width: ownWidth, method: .lanczos)
            ground.paint(small) { $0 / 4 }
        } else {
            ground.fill(0, 0, ownWidth - 1, ownHeight - 1, .init(32, 32, 32))
        }
        let letters = max(10, pythonRound(Double(ownHeight) / 64))
        font = try Font(size: letters)
        tagFont = try Font(size: max(9, letters - 2))
    }

    /// - Shapes: [1, H, W, 3].
    var pixels: Tensor {
        var whole = ground
        whole.cover(with: drawing)
        return whole.pixels
    }

    mutating func draw(_ region: CanvasRegion, number: Int) throws(FontError) {
        func place(_ part: Double, _ length: Int) -> Int {
            max(0, min(length, pythonRound(max(-1e6, min(part * Double(length), 1e6)))))
        }
        let across = [region.x, region.x + region.width].map { place($0, drawing.width) }.sorted()
        let down = [region.y, region.y + region.height].map { place($0, drawing.height) }.sorted()
        let colour = region.palette.first.map(Self.colour) ?? .init(140, 140, 140)
        drawing.frame((across[0], down[0], across[1], down[1]), colour, thickness: 2)
        drawSwatches(region.palette, across, down[0])

        let tag = Array((number < 10 ? "0\(number)" : "\(number)").unicodeScalars)
        let width = Int(try tagFont.width(of: tag))
        drawing.fill(across[0], down[0], across[0] + width + 6, down[0] + font.size + 2, colour)
        try drawing.write(
            tag, at: (Double(across[0] + 3), Double(down[0] + 1)),
            colour.light > 140 ? .init(0, 0, 0) : .init(255, 255, 255), in: tagFont)
        try write(region, across, down, colour)
    }

    /// The colours of a region, one beside the other along its upper edge.
    private mutating func drawSwatches(_ palette: [String], _ across: [Int], _ top: Int) {
        let swatches = palette.prefix(5)
        guard !swatches.isEmpty, across[1] - across[0] > 2 else { return }
        let share = Double(across[1] - across[0]) / Double(swatches.count)
        for (index, swatch) in swatches.enumerated() {
            let left = across[0] + pythonRound(Double(index) * share)
            let right = across[0] + pythonRound(Double(index + 1) * share)
            drawing.fill(left, top, right, top + max(5, font.size / 2), Self.colour(swatch))
        }
    }

    private mutating func write(
        _ region: CanvasRegion, _ across: [Int], _ down: [Int], _ colour: ByteCanvas.Colour
    ) throws(FontError) {
        guard across[1] - across[0] > 8 else { return }
        var top = down[0] + font.size + 5
        for line in try lines(of: region.words, width: Double(across[1] - across[0] - 8)) {
            guard top <= down[1] else { return }
            try drawing.write(line, at: (Double(across[0] + 4), Double(top)), colour.readable, in: font)
            top += font.size + 2
        }
    }

    /// A text in lines, broken between words only.
    private func lines(of text: String, width: Double) throws(FontError) -> [[Unicode.Scalar]] {
        guard !text.isEmpty else { return [] }
        let space = try font.width(of: [" "])
        var lines: [[Unicode.Scalar]] = []
        for paragraph in Array(text.unicodeScalars).split(separator: "\n", omittingEmptySubsequences: false) {
            var (line, lineWidth) = ([Unicode.Scalar](), 0.0)
            for word in paragraph.split(whereSeparator: \.isPythonSpace) {
                let wordWidth = try font.width(of: word)
                if line.isEmpty {
                    (line, lineWidth) = (Array(word), wordWidth)
                } else if lineWidth + space + wordWidth > width {
                    lines.append(line)
                    (line, lineWidth) = (Array(word), wordWidth)
                } else {
                    line += [" "] + word
                    lineWidth += space + wordWidth
                }
            }
            lines.append(line)
        }
        return lines
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

extension CanvasRegion {
    /// What is written into it: a text in quotation marks, and what is meant to be there.
    fileprivate var words: String {
        let meant = description.string ?? ""
        guard isText, text != .string(""), text != .null else { return meant }
        return "\"\(pythonText(text))\"" + (meant.isEmpty ? "" : " — \(meant)")
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
