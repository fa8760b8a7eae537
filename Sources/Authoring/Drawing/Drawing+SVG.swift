import Engine

extension Drawing {
    /// The drawing as a standalone file.
    ///
    /// - Parameter title: what the file is called where pages tell it.
    public func svg(title: String) -> String {
        var out = SVGText()
        out.open(
            "svg", ("xmlns", "http://www.w3.org/2000/svg"), ("width", width), ("height", height),
            ("viewBox", "0 0 \(brief(width)) \(brief(height))"), ("font-size", textSize), ("role", "img"))
        out.element("title", text: title)
        out.line("<style>\n\(DrawingStyle.css(types: types))</style>")
        out.element("rect", ("class", "page"), ("width", width), ("height", height))
        drawLinks(into: &out)
        for index in diagram.boxes.indices { drawBox(index, into: &out) }
        drawLegend(into: &out)
        out.close("svg")
        return out.text
    }

    /// The types of all links and outputs, each once.
    private var types: [String] {
        var seen = Set<String>()
        return diagram.boxes.flatMap { $0.inputs + $0.outputs }.map(\.type).filter { seen.insert($0).inserted }
    }

    /// One path for all links of an output.
    private func drawLinks(into out: inout SVGText) {
        var paths: [(source: Int, slot: Int, path: String)] = []
        var index: [[Int]: Int] = [:]
        for piece in layers.pieces {
            let key = [piece.source, piece.slot]
            let position = index[key] ?? paths.count
            if position == paths.count {
                index[key] = position
                paths.append((piece.source, piece.slot, ""))
            }
            paths[position].path += path(of: piece)
        }
        out.open("g", ("class", "links"))
        for (source, slot, path) in paths {
            let type = diagram.boxes[source].outputs[slot].type
            let isFaint = diagram.boxes[source].state == .unneeded
            out.element(
                "path", ("class", "link \(DrawingStyle.name(ofType: type))\(isFaint ? " faint" : "")"), ("d", path))
        }
        out.close("g")
    }

    private func path(of piece: Layers.Piece) -> String {
        let (from, to) = (corner(of: piece.from.cell), corner(of: piece.to.cell))
        let x1 = from.x + columns[layers.ranks[piece.from.cell]].width
        let (y1, y2) = (from.y + piece.from.offset, to.y + piece.to.offset)
        // A link that leads back swings wide.
        let reach = to.x > x1 ? (to.x - x1) / 2 : 90
        var path = "M\(brief(x1)) \(brief(y1))C\(brief(x1 + reach)) \(brief(y1)) "
        path += "\(brief(to.x - reach)) \(brief(y2)) \(brief(to.x)) \(brief(y2))"
        if layers.cells[piece.to.cell].box == nil {
            path += "H\(brief(to.x + columns[layers.ranks[piece.to.cell]].width))"
        }
        return path
    }

    /// What the colours of a plan mean, with how many nodes have each.
    private func drawLegend(into out: inout SVGText) {
        let states = diagram.boxes.compactMap(\.state)
        guard !states.isEmpty else { return }
        var x = Self.margin
        for (name, words) in [
            ("runs", "run"), ("reused", "reused"), ("possible", "perhaps"), ("unneeded", "not needed"),
        ] {
            let count = states.count { $0.className == name }
            guard count > 0 else { continue }
            let words = "\(count) \(words)"
            out.element(
                "rect", ("class", "key \(name)"), ("x", x), ("y", height - Self.margin - 11), ("width", 16.0),
                ("height", 11.0), ("rx", 3.0))
            out.element("text", text: words, ("class", "name"), ("x", x + 22), ("y", height - Self.margin - 2))
            x += textWidth(words, size: textSize) + 44
        }
    }
}
