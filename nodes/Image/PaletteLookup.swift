/// Finds the nearest colour of a palette, as Pillow does: for cells of 4 × 4 × 4 colours, by their darkest corner.
struct PaletteLookup {
    let palette: [Colour]
    private var cells = [Int16](repeating: -1, count: 64 * 64 * 64)

    init(_ palette: [Colour]) {
        precondition(!palette.isEmpty && palette.count <= 256, "\(palette.count) colours")
        self.palette = palette
    }

    /// The place in the palette of what is nearest to a colour.
    mutating func nearest(to colour: Colour) -> Int {
        let corner = colour.coarsened(by: 2)
        let cell = Int(corner.red) << 12 | Int(corner.green) << 6 | Int(corner.blue)
        if cells[cell] >= 0 { return Int(cells[cell]) }
        var (best, least) = (0, Int.max)
        for (place, candidate) in palette.enumerated() {
            let distance = (0..<3).reduce(0) { sum, channel in
                let difference = Int(corner[channel]) * 4 - Int(candidate[channel])
                return sum + difference * difference
            }
            if distance < least { (best, least) = (place, distance) }
        }
        cells[cell] = Int16(best)
        return best
    }
}
