/// A rectangle of pixels, downwards from where something was put.
public struct TextBounds: Hashable, Sendable {
    public var left: Int
    public var top: Int
    public var right: Int
    public var bottom: Int
}

/// Which part of a line is at the place where it is put; upwards and downwards it is the top of its letters.
public enum LineAnchor: Sendable {
    case left, middle, right
}

extension Font {
    /// How far the pen moves along a line, in pixels. Letters are not moved closer to each other.
    public func width(of line: some Sequence<Unicode.Scalar>) throws(FontError) -> Double {
        var advance = 0
        for character in line { advance += try extent(of: character).advance }
        return Double(advance) / 64
    }

    /// What a line takes up, with a line of so many pixels around its letters.
    public func bounds(
        of line: [Unicode.Scalar], stroke: Int, anchor: LineAnchor = .left
    ) throws(FontError) -> TextBounds {
        let frame = try frame(of: line, anchor: anchor)
        return TextBounds(
            left: frame.left - stroke, top: frame.top - stroke, right: frame.left + frame.width + stroke,
            bottom: frame.top + frame.height + stroke)
    }

    /// Its letters, and the way of the pen as well.
    func frame(
        of line: [Unicode.Scalar], anchor: LineAnchor
    ) throws(FontError) -> (left: Int, top: Int, width: Int, height: Int) {
        var (pen, left, right, bottom, top) = (0, 0, 0, 0, 0)
        for character in line {
            let extent = try extent(of: character)
            let place = Self.pixel(pen)
            pen += extent.advance
            left = min(left, place + extent.left)
            right = max(right, Self.pixel(pen), place + extent.right)
            bottom = min(bottom, extent.bottom)
            top = max(top, extent.top)
        }
        guard !line.isEmpty else { return (0, 0, 0, 0) }
        let anchored =
            switch anchor {
            case .left: 0
            case .middle: Self.pixel(pen / 2)
            case .right: Self.pixel(pen)
            }
        return (left - anchored, ascender - top, right - left, top - bottom)
    }
}
