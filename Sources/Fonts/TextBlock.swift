/// Lines of text, one below the other.
public struct TextBlock: Sendable {
    public enum Alignment: Sendable {
        case left, center, right
    }

    public let lines: [[Unicode.Scalar]]
    public let alignment: Alignment
    /// How much further than their height lines are apart, in pixels.
    public let spacing: Int
    /// How many pixels a line around the letters is wide, or 0.
    public let stroke: Int

    public init(lines: [[Unicode.Scalar]], alignment: Alignment = .left, spacing: Int, stroke: Int) {
        self.lines = lines
        self.alignment = alignment
        self.spacing = spacing
        self.stroke = stroke
    }

    /// A line and where its anchor comes to lie.
    public struct Placed {
        public let line: [Unicode.Scalar]
        public let x: Double
        public let y: Double
    }

    /// - Parameter place: of the anchor of the widest line.
    public func placed(
        at place: (x: Double, y: Double), in font: Font, anchor: LineAnchor = .left
    ) throws(FontError) -> [Placed] {
        guard lines.count > 1 else { return lines.map { Placed(line: $0, x: place.x, y: place.y) } }
        let height = try font.bounds(of: ["A"], stroke: stroke).bottom + stroke + spacing
        var widths: [Double] = []
        for line in lines { widths.append(try font.width(of: line)) }
        let widest = widths.reduce(0, max)
        return zip(lines, widths).enumerated().map { index, line in
            // What alignment adds and the anchor takes away, each as a part of what the line lacks.
            let added =
                switch alignment {
                case .left: 0.0
                case .center: 0.5
                case .right: 1.0
                }
            let removed =
                switch anchor {
                case .left: 0.0
                case .middle: 0.5
                case .right: 1.0
                }
            let lacking = widest - line.1
            return Placed(
                line: line.0, x: place.x + lacking * added - lacking * removed, y: place.y + Double(index * height))
        }
    }

    /// What it takes up if it is put at (0, 0) by its left edge, in pixels; all its lines begin there.
    public func bounds(in font: Font) throws(FontError) -> TextBounds {
        let flush = TextBlock(lines: lines, spacing: spacing, stroke: stroke)
        var whole: TextBounds?
        for placed in try flush.placed(at: (0, 0), in: font) {
            var bounds = try font.bounds(of: placed.line, stroke: stroke)
            bounds.top += Int(placed.y)
            bounds.bottom += Int(placed.y)
            guard let before = whole else {
                whole = bounds
                continue
            }
            whole = TextBounds(
                left: min(before.left, bounds.left), top: min(before.top, bounds.top),
                right: max(before.right, bounds.right), bottom: max(before.bottom, bounds.bottom))
        }
        return whole ?? TextBounds(left: 0, top: 0, right: 0, bottom: 0)
    }
}
