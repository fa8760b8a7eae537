/// How much letters cover of each pixel of a part of a canvas.
public struct TextMask: Sendable {
    /// On the canvas, all inside.
    public let columns: Range<Int>
    public let rows: Range<Int>
    /// 0 to 255, row by row.
    public fileprivate(set) var levels: [UInt8]
}

extension Font {
    /// A line of letters on a canvas; nothing of it if it lies outside.
    ///
    /// - Parameters:
    ///   - place: where its anchor and the top of its letters come to lie, in pixels; parts of a pixel count.
    ///   - stroke: how many pixels a line around its letters is wide, or 0.
    public func mask(
        of line: [Unicode.Scalar], at place: (x: Double, y: Double), on canvas: (width: Int, height: Int),
        stroke: Int = 0, anchor: LineAnchor = .left
    ) throws(FontError) -> TextMask? {
        guard !line.isEmpty else { return nil }
        let frame = try frame(of: line, anchor: anchor)
        let (x, y) = (Int(place.x), Int(place.y))
        let parts = (x: Float(place.x - Double(x)), y: Float(place.y - Double(y)))
        let left = x + frame.left - stroke
        let top = y + frame.top - stroke
        let width = frame.width + Int((Float(2 * stroke) + parts.x).rounded(.up))
        let height = frame.height + Int((Float(2 * stroke) + parts.y).rounded(.up))
        let columns = max(0, left)..<max(0, left, min(canvas.width, left + width))
        let rows = max(0, top)..<max(0, top, min(canvas.height, top + height))
        guard !columns.isEmpty, !rows.isEmpty else { return nil }

        // The pen begins where nothing of any letter lies left of the mask or above it.
        var (pen, leftmost, highest) = (0, 0, 0)
        for character in line {
            let plain = try coverage(of: character, stroke: 0)
            leftmost = min(leftmost, Self.pixel(pen) + plain.left)
            highest = max(highest, plain.top)
            pen += try extent(of: character).advance
        }
        pen = Int(((Float(stroke - leftmost) + parts.x) * 64).rounded())
        let line64 = Int(((Float(-highest - stroke) - parts.y) * 64).rounded())
        var mask = TextMask(
            columns: columns, rows: rows, levels: [UInt8](repeating: 0, count: columns.count * rows.count))
        for character in line {
            let drawn = try coverage(of: character, stroke: stroke)
            mask.add(drawn, x: left + Self.pixel(pen) + drawn.left, y: top - Self.pixel(line64) - drawn.top)
            pen += try extent(of: character).advance
        }
        return mask
    }
}

extension TextMask {
    /// One letter over those before it.
    fileprivate mutating func add(_ letter: Coverage, x: Int, y: Int) {
        let wanted = max(columns.lowerBound, x)..<max(columns.lowerBound, x, min(columns.upperBound, x + letter.width))
        guard !wanted.isEmpty else { return }
        for row in max(rows.lowerBound, y)..<max(rows.lowerBound, y, min(rows.upperBound, y + letter.height)) {
            var source = (row - y) * letter.width + wanted.lowerBound - x
            var place = (row - rows.lowerBound) * columns.count + wanted.lowerBound - columns.lowerBound
            for _ in wanted {
                let (level, below) = (Int(letter.levels[source]), Int(levels[place]))
                levels[place] = UInt8(min(255, level + rounded255th(below * (255 - level))))
                source += 1
                place += 1
            }
        }
    }
}

/// The nearest whole number to a 255th of a product of two bytes.
public func rounded255th(_ product: Int) -> Int {
    let raised = product + 128
    return ((raised >> 8) + raised) >> 8
}
