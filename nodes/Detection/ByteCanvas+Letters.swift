import Fonts

extension ByteCanvas {
    /// A line of text, in the font that ComfyUI's pictures are written in.
    ///
    /// - Parameters:
    ///   - place: where its anchor and the top of its letters come to lie, in pixels; parts of a pixel count.
    ///   - alpha: how opaque it is, 0 to 255.
    ///   - stroke: how many pixels a line around its letters is wide, or 0.
    mutating func write(
        _ line: [Unicode.Scalar], at place: (x: Double, y: Double), _ colour: Colour, alpha: UInt8 = 255, in font: Font,
        stroke: Int = 0, anchor: LineAnchor = .left
    ) throws(FontError) {
        let mask = try font.mask(of: line, at: place, on: (width, height), stroke: stroke, anchor: anchor)
        guard let mask else { return }
        var index = 0
        for y in mask.rows {
            for x in mask.columns {
                mix(colour, alpha: alpha, level: mask.levels[index], x: x, y: y)
                index += 1
            }
        }
    }
}
