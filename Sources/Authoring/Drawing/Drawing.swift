import Engine
import JSON

/// A picture of a graph: boxes in columns, links in ComfyUI's colours, as SVG that suits light and dark pages.
public struct Drawing {
    let diagram: Diagram
    let metrics: [BoxMetrics]
    let layers: Layers
    /// Left edge and width of each column.
    let columns: [(left: Double, width: Double)]
    let width: Double
    let height: Double

    static let margin = 32.0
    static let columnGap = 76.0
    private static let legendHeight = 34.0

    /// - Parameters:
    ///   - catalog: tells names and types of outputs; nodes that it does not know are drawn as far as the graph tells.
    ///   - states: what a plan or a run did with each node.
    public init(of graph: Graph, catalog: NodeCatalog, states: [NodeID: DrawnState] = [:]) {
        diagram = Diagram(graph, catalog: catalog, states: states)
        metrics = diagram.boxes.map(BoxMetrics.init)
        var layers = Layers(diagram, metrics: metrics)
        layers.reduceCrossings()
        layers.place()

        var columns: [(left: Double, width: Double)] = []
        var left = Self.margin
        for column in layers.columns {
            let boxes = column.compactMap { layers.cells[$0].box }
            let width = boxes.map { [metrics] in metrics[$0].width }.max() ?? 20
            columns.append((left, width))
            left += width + Self.columnGap
        }
        self.columns = columns
        self.layers = layers
        width = max(left - Self.columnGap, Self.margin + 160) + Self.margin
        let bottom = layers.cells.map { $0.top + $0.height }.max() ?? 0
        height = bottom + 2 * Self.margin + (states.isEmpty ? 0 : Self.legendHeight)
    }

    /// The upper left corner of a cell.
    func corner(of cell: Int) -> (x: Double, y: Double) {
        (columns[layers.ranks[cell]].left, layers.cells[cell].top + Self.margin)
    }
}
