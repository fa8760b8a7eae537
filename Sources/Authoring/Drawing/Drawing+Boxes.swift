import Engine

extension Drawing {
    func drawBox(_ index: Int, into out: inout SVGText) {
        let (box, metrics) = (diagram.boxes[index], metrics[index])
        let corner = corner(of: index)
        let width = columns[layers.ranks[index]].width
        out.open(
            "g", ("class", "node\(box.state.map { " " + $0.className } ?? "")\(box.isKnown ? "" : " unknown")"),
            ("transform", "translate(\(brief(corner.x)) \(brief(corner.y)))"))
        out.element("title", text: tooltip(box))
        out.element(
            "rect", ("class", "box"), ("width", width), ("height", metrics.height), ("rx", 8.0))
        drawHeader(box, width, into: &out)
        drawPorts(box, metrics, width, into: &out)
        for value in metrics.values { draw(value, width, into: &out) }
        drawBadge(box.state, into: &out)
        out.close("g")
    }

    private func tooltip(_ box: Diagram.Box) -> String {
        let name = "\(box.id.shown) \(box.type.map { "\(box.title) (\($0))" } ?? box.title)"
        switch box.state {
        case .runs(let why)?: return "\(name): runs, \(why)"
        case .reused?: return "\(name): reused"
        case .shared(let other)?: return "\(name): the same as \(other)"
        case .possible?: return "\(name): perhaps needed"
        case .unneeded?: return "\(name): not needed"
        case nil: return box.isKnown ? name : "\(name): no node type has this name"
        }
    }

    private func drawHeader(_ box: Diagram.Box, _ width: Double, into out: inout SVGText) {
        let padding = BoxMetrics.padding
        let id = fitted(box.id.shown, width: width * 0.4, size: textSize)
        let room = width - 2 * padding - textWidth(id, size: textSize) - 10
        out.element(
            "text", text: fitted(box.title, width: room, size: BoxMetrics.titleSize * 1.08), ("class", "title"),
            ("x", padding), ("y", 20.0), ("font-size", BoxMetrics.titleSize))
        out.element("text", text: id, ("class", "id end"), ("x", width - padding), ("y", 20.0))
        var bottom = BoxMetrics.headerHeight
        if let type = box.type {
            out.element(
                "text", text: fitted(type, width: width - 2 * padding, size: textSize - 1), ("class", "id"),
                ("x", padding), ("y", 34.0), ("font-size", textSize - 1))
            bottom += BoxMetrics.typeHeight
        }
        out.element("path", ("class", "rule"), ("d", "M0.5 \(brief(bottom))H\(brief(width - 0.5))"))
    }

    private func drawPorts(_ box: Diagram.Box, _ metrics: BoxMetrics, _ width: Double, into out: inout SVGText) {
        for (port, centre) in zip(box.inputs, metrics.inputCentres) {
            drawDot(port, x: 0, y: centre, into: &out)
            out.element(
                "text", text: fitted(port.name, width: width * 0.55, size: textSize), ("class", "name"),
                ("x", BoxMetrics.padding), ("y", centre + 4))
        }
        for (port, centre) in zip(box.outputs, metrics.outputCentres) {
            drawDot(port, x: width, y: centre, into: &out)
            out.element(
                "text", text: fitted(port.name, width: width * 0.5, size: textSize), ("class", "name end"),
                ("x", width - BoxMetrics.padding), ("y", centre + 4))
        }
    }

    private func drawDot(_ port: Diagram.Box.Port, x: Double, y: Double, into out: inout SVGText) {
        out.element(
            "circle", ("class", "dot \(DrawingStyle.name(ofType: port.type))"), ("cx", x), ("cy", y), ("r", 4.5))
    }

    private func draw(_ value: BoxMetrics.ValueRow, _ width: Double, into out: inout SVGText) {
        let padding = BoxMetrics.padding
        out.element("text", text: value.name, ("class", "name"), ("x", padding), ("y", value.top + 14))
        guard value.isBlock else {
            out.element(
                "text", text: value.lines[0], ("class", "value end"), ("x", width - padding), ("y", value.top + 14))
            return
        }
        let top = value.top + BoxMetrics.rowHeight
        out.element(
            "rect", ("class", "field"), ("x", padding - 4), ("y", top - 1), ("width", width - 2 * padding + 8),
            ("height", Double(value.lines.count) * BoxMetrics.lineHeight + 2), ("rx", 4.0))
        for (index, line) in value.lines.enumerated() {
            out.element(
                "text", text: line, ("class", "value"), ("x", padding),
                ("y", top + Double(index) * BoxMetrics.lineHeight + 11))
        }
    }

    private func drawBadge(_ state: DrawnState?, into out: inout SVGText) {
        let words: String
        switch state {
        case .runs(let why)?: words = fitted("runs: \(why)", width: 150, size: textSize - 1)
        case .reused?: words = "reused"
        case .shared(let other)?: words = fitted("as \(other)", width: 150, size: textSize - 1)
        case .possible?: words = "perhaps"
        case .unneeded?, nil: return
        }
        let width = textWidth(words, size: textSize - 1) * 1.15 + 14
        out.element(
            "rect", ("class", "badge"), ("x", 10.0), ("y", -11.0), ("width", width), ("height", 16.0), ("rx", 8.0))
        out.element(
            "text", text: words, ("class", "badge-text"), ("x", 17.0), ("y", 0.6), ("font-size", textSize - 1))
    }
}

extension DrawnState {
    /// In the style sheet.
    var className: String {
        switch self {
        case .runs: "runs"
        case .reused, .shared: "reused"
        case .possible: "possible"
        case .unneeded: "unneeded"
        }
    }
}
