import Fonts

/// How a text is written on a picture: its font, shrunk until it fits, and its lines.
struct OverlayLettering {
    let font: Font
    let block: TextBlock
    /// In pixels; where nothing is written.
    let margin: Int
    /// What the lines take up, put at (0, 0).
    let bounds: TextBounds

    /// From one line to the next, in heights of the font.
    private static let lineHeight = 1.2
    /// How wide a line around letters is, in heights of the font.
    private static let strokeWidth = 0.04
    /// Letters are not made smaller than this to fit: in pixels, and as a part of the picture's height.
    private static let smallest = (pixels: 10, part: 0.02)

    /// - Parameters:
    ///   - picture: its size in pixels.
    ///   - part: how high letters are, as hundredths of the picture's height.
    init(
        _ text: String, on picture: (width: Int, height: Int), part: Double, alignment: TextBlock.Alignment,
        isOutlined: Bool
    ) throws(FontError) {
        margin = pythonRound(0.01 * Double(min(picture.width, picture.height)))
        let room = (width: max(1, picture.width - 2 * margin), height: max(1, picture.height - 2 * margin))
        let scalars = Array(text.unicodeScalars)
        var size = max(1, pythonRound(part / 100 * Double(picture.height)))
        let least = min(size, max(Self.smallest.pixels, pythonRound(Self.smallest.part * Double(picture.height))))
        while true {
            let font = try Font(size: size)
            let stroke = isOutlined ? max(1, pythonRound(Double(size) * Self.strokeWidth)) : 0
            let lines = try Self.wrapped(scalars, in: font, width: Double(room.width))
            let spacing = try Self.spacing(in: font, stroke: stroke)
            let block = TextBlock(lines: lines, alignment: alignment, spacing: spacing, stroke: stroke)
            let bounds = try block.bounds(in: font)
            if bounds.bottom - bounds.top <= room.height || size <= least {
                (self.font, self.block, self.bounds) = (font, block, bounds)
                return
            }
            size = max(least, Int(Double(size) * 0.9))
        }
    }

    /// What has to be added between lines, in pixels.
    private static func spacing(in font: Font, stroke: Int) throws(FontError) -> Int {
        let line: [Unicode.Scalar] = ["A", "y"]
        let one = try font.bounds(of: line, stroke: stroke)
        let two = try TextBlock(lines: [line, line], spacing: 0, stroke: stroke).bounds(in: font)
        let natural = (two.bottom - two.top) - (one.bottom - one.top)
        return pythonRound(Double(font.size) * lineHeight - Double(natural))
    }

    /// The lines of a text, broken between words, and within those that are wider than a whole line.
    static func wrapped(
        _ text: [Unicode.Scalar], in font: Font, width: Double
    ) throws(FontError) -> [[Unicode.Scalar]] {
        let space = try font.width(of: [" "])
        var lines: [[Unicode.Scalar]] = []
        for written in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = written.split(whereSeparator: \.isPythonSpace)
            guard !words.isEmpty else {
                lines.append([])
                continue
            }
            var (line, lineWidth) = ([Unicode.Scalar](), 0.0)
            for var word in words {
                var wordWidth = try font.width(of: word)
                while wordWidth > width, word.count > 1 {
                    var (cut, cutWidth) = (1, try font.width(of: word.prefix(1)))
                    while cut < word.count {
                        let longer = cutWidth + (try font.width(of: [word[word.startIndex + cut]]))
                        guard longer <= width else { break }
                        (cut, cutWidth) = (cut + 1, longer)
                    }
                    if !line.isEmpty { lines.append(line) }
                    (line, lineWidth) = ([], 0)
                    lines.append(Array(word.prefix(cut)))
                    (word, wordWidth) = (word.dropFirst(cut), wordWidth - cutWidth)
                }
                if line.isEmpty {
                    (line, lineWidth) = (Array(word), wordWidth)
                } else if lineWidth + space + wordWidth <= width {
                    line += [" "] + word
                    lineWidth += space + wordWidth
                } else {
                    lines.append(line)
                    (line, lineWidth) = (Array(word), wordWidth)
                }
            }
            if !line.isEmpty { lines.append(line) }
        }
        return lines
    }
}
