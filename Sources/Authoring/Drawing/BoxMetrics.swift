import Engine

/// The size of a box and where its rows are, measured from its upper left corner.
///
/// - Units: pixels.
struct BoxMetrics {
    let width: Double
    let height: Double
    /// Heights at which links arrive and leave.
    let inputCentres: [Double]
    let outputCentres: [Double]
    let values: [ValueRow]

    /// A value that was written down: on one line with its name, or below it on lines of its own.
    struct ValueRow {
        let name: String
        let lines: [String]
        let top: Double
        let isBlock: Bool
    }

    static let titleSize = 13.0
    static let headerHeight = 30.0
    static let typeHeight = 14.0
    static let portHeight = 20.0
    static let rowHeight = 20.0
    static let lineHeight = 15.0
    static let padding = 12.0

    private static let widths = 150.0...260.0
    private static let mostLines = 4

    init(_ box: Diagram.Box) {
        let size = textSize
        let title = textWidth(box.title, size: Self.titleSize) * 1.08 + textWidth(box.id.shown, size: size) + 44
        let type = box.type.map { textWidth($0, size: size - 1) + 24 } ?? 0
        let ports = (0..<max(box.inputs.count, box.outputs.count)).map { row in
            (row < box.inputs.count ? textWidth(box.inputs[row].name, size: size) : 0)
                + (row < box.outputs.count ? textWidth(box.outputs[row].name, size: size) : 0) + 46
        }
        let rows = box.values.map { textWidth($0.name, size: size) + textWidth($0.text, size: size) + 40 }
        let widest = max(title, type, ports.max() ?? 0, rows.max() ?? 0)
        width = min(max(widest, Self.widths.lowerBound), Self.widths.upperBound).rounded(.up)

        var top = Self.headerHeight + (box.type == nil ? 0 : Self.typeHeight) + 2
        let firstPort = top
        func centre(_ row: Int) -> Double { firstPort + (Double(row) + 0.5) * Self.portHeight }
        inputCentres = box.inputs.indices.map(centre)
        outputCentres = box.outputs.indices.map(centre)
        top += Double(max(box.inputs.count, box.outputs.count)) * Self.portHeight

        var placed: [ValueRow] = []
        let inner = width - 2 * Self.padding
        for value in box.values {
            let name = fitted(value.name, width: inner * 0.7, size: size)
            let isWide = textWidth(name, size: size) + textWidth(value.text, size: size) + 16 > inner
            let isBlock = isWide || value.text.contains { $0.isNewline }
            let lines =
                isBlock ? wrapped(value.text, width: inner - 8, size: size, lines: Self.mostLines) : [value.text]
            placed.append(ValueRow(name: name, lines: lines, top: top, isBlock: isBlock))
            top += Self.rowHeight + (isBlock ? Double(lines.count) * Self.lineHeight + 2 : 0)
        }
        values = placed
        height = top + 8
    }
}

/// The size of all text but titles.
let textSize = 11.0
