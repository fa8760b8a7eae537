/// The columns of a drawing, and what stands in them: boxes, and lanes in which long links pass between them.
struct Layers {
    struct Cell {
        /// Position in the diagram's boxes; nil for a lane.
        let box: Int?
        let height: Double
        /// From the top of the drawing.
        var top = 0.0
    }

    /// A piece of a link, from one cell to another, usually in the next column.
    struct Piece {
        let from: End, to: End
        /// Where the link begins: position in the diagram's boxes, and which output.
        let source: Int, slot: Int
    }

    /// A cell, and how far below its top a link touches it.
    struct End {
        let cell: Int, offset: Double
    }

    private(set) var pieces: [Piece] = []
    var cells: [Cell] = []
    /// Cells of each column, from top to bottom.
    var columns: [[Int]]
    /// Column of each cell.
    private(set) var ranks: [Int]

    static let laneHeight = 8.0

    /// More lanes than anybody can follow; longer links then pass behind the boxes.
    private static let mostLanes = 60_000

    init(_ diagram: Diagram, metrics: [BoxMetrics]) {
        ranks = diagram.ranks()
        columns = [[Int]](repeating: [], count: (ranks.max() ?? -1) + 1)
        for (box, rank) in ranks.enumerated() {
            cells.append(Cell(box: box, height: metrics[box].height))
            columns[rank].append(box)
        }

        var trunks: [Trunk: [Int]] = [:]
        for link in diagram.links {
            let trunk = Trunk(source: link.source, slot: link.slot)
            let columnsBetween = ranks[link.target] - ranks[link.source] - 1
            var end = End(cell: link.source, offset: metrics[link.source].outputCentres[link.slot])
            if columnsBetween > 0 {
                extend(&trunks[trunk, default: []], to: columnsBetween, from: end, of: trunk)
                if let lane = trunks[trunk]?.prefix(columnsBetween).last {
                    end = End(cell: lane, offset: Self.laneHeight / 2)
                }
            }
            let target = End(cell: link.target, offset: metrics[link.target].inputCentres[link.input])
            pieces.append(Piece(from: end, to: target, source: link.source, slot: link.slot))
        }
    }

    /// The lanes that all links of one output share, each as far as it needs them.
    private struct Trunk: Hashable {
        let source: Int, slot: Int
    }

    private mutating func extend(_ lanes: inout [Int], to count: Int, from start: End, of trunk: Trunk) {
        while lanes.count < count, cells.count < Self.mostLanes {
            let rank = ranks[trunk.source] + 1 + lanes.count
            let lane = End(cell: cells.count, offset: Self.laneHeight / 2)
            let before = lanes.last.map { End(cell: $0, offset: Self.laneHeight / 2) } ?? start
            cells.append(Cell(box: nil, height: Self.laneHeight))
            ranks.append(rank)
            columns[rank].append(lane.cell)
            pieces.append(Piece(from: before, to: lane, source: trunk.source, slot: trunk.slot))
            lanes.append(lane.cell)
        }
    }
}

extension Layers {
    /// Pieces between neighbouring columns, by the cell that they leave and by the cell that they reach.
    func neighbours() -> (left: [[Piece]], right: [[Piece]]) {
        var left = [[Piece]](repeating: [], count: cells.count)
        var right = left
        for piece in pieces where ranks[piece.to.cell] == ranks[piece.from.cell] + 1 {
            left[piece.to.cell].append(piece)
            right[piece.from.cell].append(piece)
        }
        return (left, right)
    }
}
