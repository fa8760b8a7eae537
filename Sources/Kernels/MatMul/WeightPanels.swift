/// Weights in panels of 16 outputs, so that a step along the depth of a product reads one short row of them: packed so once,
/// or turned out of the rows of a file whenever they are used.
///
/// - Layout: packed, [panels, depth, 16] in the element type of the file; the outputs that fill up the last panel are zero.
struct WeightPanels: Sendable {
    /// Outputs of a panel: two vectors of eight, what a register tile is wide.
    static let width = 16

    let outputs: Int
    let depth: Int
    let element: WeightElement

    /// Where the packed panels lie, and what keeps them there if nobody else does.
    nonisolated(unsafe) private let base: UnsafeMutableRawPointer
    private let memory: AlignedMemory?

    /// [outputs, depth], where the weights are not packed; whoever made the panels keeps them there.
    nonisolated(unsafe) private let rows: UnsafeRawPointer?

    var count: Int { (outputs + Self.width - 1) / Self.width }

    /// - Shapes: `weights` [outputs, depth].
    /// - Parameter place: the depth in the panel of an output's weight with that index.
    init(_ weights: RawSpan, element: WeightElement, outputs: Int, depth: Int, place: (Int) -> Int) {
        precondition(
            weights.byteCount == outputs * depth * element.byteCount,
            "\(weights.byteCount) bytes for \(outputs) x \(depth) \(element)")
        self.init(element: element, outputs: outputs, depth: depth)
        weights.withUnsafeBytes { source in
            guard let source = source.baseAddress else { return }
            let packer = PanelPacker(
                source: source, target: base, element: element, outputs: outputs,
                places: (0..<depth).map(place))
            parallel(count) { packer.pack(panel: $0) }
        }
    }

    /// Leaves the weights where they lie, for as long as they lie there.
    ///
    /// - Shapes: `weights` [outputs, depth].
    init(inPlace weights: RawSpan, element: WeightElement, outputs: Int, depth: Int) {
        precondition(
            weights.byteCount == outputs * depth * element.byteCount,
            "\(weights.byteCount) bytes for \(outputs) x \(depth) \(element)")
        self.element = element
        self.outputs = outputs
        self.depth = depth
        memory = Self.nothing
        base = Self.nothing.base
        rows = weights.withUnsafeBytes { $0.baseAddress }
    }

    private static let nothing = AlignedMemory(byteCount: 0)

    private static func byteCount(outputs: Int, depth: Int, _ element: WeightElement) -> Int {
        (outputs + width - 1) / width * width * depth * element.byteCount
    }

    /// Weights in place, all of them turned into panels in the order of the file.
    private init(turning panels: WeightPanels, into base: UnsafeMutableRawPointer) {
        let panelBytes = Self.byteCount(outputs: Self.width, depth: panels.depth, panels.element)
        parallel(panels.count) { panel in
            panels.rows(ofPanel: panel, from: 0)?.turn(panels.depth, into: base + panel * panelBytes)
        }
        self.init(
            outputs: panels.outputs, depth: panels.depth, element: panels.element, base: base)
    }

    /// Panels that lie at `base` already; whoever laid them there keeps them.
    init(outputs: Int, depth: Int, element: WeightElement, base: UnsafeMutableRawPointer) {
        self.outputs = outputs
        self.depth = depth
        self.element = element
        self.base = base
        memory = nil
        rows = nil
    }

    /// Calls `body` with panels that will be met `times` times. Those in place are turned once, before, where turning them
    /// every time would take longer.
    func prepared<Result>(toBeMet times: Int, _ body: (WeightPanels) -> Result) -> Result {
        guard isInPlace, times > 2 else { return body(self) }
        let byteCount = Self.byteCount(outputs: outputs, depth: depth, element)
        return ThreadPool.current.scratch.withFloats((byteCount + 3) / 4) {
            body(WeightPanels(turning: self, into: UnsafeMutableRawPointer($0)))
        }
    }

    var isInPlace: Bool { rows != nil }

    /// Packs a [depth, outputs] matrix of floats.
    init(transposed matrix: UnsafePointer<Float>, outputs: Int, depth: Int) {
        self.init(element: .float32, outputs: outputs, depth: depth)
        let target = base.assumingMemoryBound(to: Float.self)
        let depth = depth
        parallel(count) { panel in
            let first = panel * Self.width
            let columns = min(Self.width, outputs - first)
            var row = target + panel * depth * Self.width
            for d in 0..<depth {
                let source = matrix + d * outputs + first
                if columns == Self.width {
                    row.store(source.vector(at: 0), at: 0)
                    row.store(source.vector(at: 8), at: 8)
                } else {
                    for column in 0..<Self.width { row[column] = column < columns ? source[column] : 0 }
                }
                row += Self.width
            }
        }
    }

    private init(element: WeightElement, outputs: Int, depth: Int) {
        self.element = element
        self.outputs = outputs
        self.depth = depth
        rows = nil
        let memory = AlignedMemory(byteCount: Self.byteCount(outputs: outputs, depth: depth, element))
        base = memory.base
        self.memory = memory
    }

    /// Up to sixteen rows of weights in place, from a place along the depth on.
    @inline(__always)
    func rows(ofPanel panel: Int, from start: Int) -> TurnedRows? {
        guard let rows else { return nil }
        let first = panel * Self.width
        return TurnedRows(
            source: rows + (first * depth + start) * element.byteCount, pitch: depth,
            rows: min(Self.width, outputs - first), element: element)
    }

    /// Where a packed panel begins, in the element type of the weights.
    @inline(__always)
    func address(ofPanel panel: Int) -> UnsafeRawPointer {
        UnsafeRawPointer(base + panel * depth * Self.width * element.byteCount)
    }

    /// The weights of one panel from a depth on, as floats: where they are where they are packed floats, else turned and
    /// widened into `buffer`.
    ///
    /// - Shapes: `buffer` is room for twice [range.count, 16].
    @inline(__always)
    func floats(
        panel: Int, depth range: Range<Int>, buffer: UnsafeMutablePointer<Float>
    ) -> UnsafePointer<Float> {
        let source = panelPart(panel, range, buffer: buffer + range.count * Self.width)
        let vectors = range.count * (Self.width / 8)
        switch element {
        case .float32:
            return source.assumingMemoryBound(to: Float.self)
        case .float16:
            for index in 0..<vectors { buffer.store(widenedHalves(source + index * 16), at: index * 8) }
        case .bfloat16:
            for index in 0..<vectors { buffer.store(widenedBrainFloats(source + index * 16), at: index * 8) }
        }
        return UnsafePointer(buffer)
    }

    /// Reads a part of a panel ahead.
    @inline(__always)
    func prefetch(_ panel: Int, _ range: Range<Int>, steps: Int) -> Prefetch {
        let size = element.byteCount
        if let rows = rows(ofPanel: panel, from: range.lowerBound) {
            return Prefetch(
                rows.source, rows: rows.rows, bytesPerRow: range.count * size, pitch: depth * size, steps: steps)
        }
        let start = address(ofPanel: panel) + range.lowerBound * Self.width * size
        return Prefetch(start, rows: 1, bytesPerRow: range.count * Self.width * size, pitch: 0, steps: steps)
    }

    /// The weights of one panel from a depth on, in their element type: where they are packed, or turned into `buffer`.
    ///
    /// - Shapes: `buffer` is room for [range.count, 16].
    @inline(__always)
    func panelPart(
        _ panel: Int, _ range: Range<Int>, buffer: UnsafeMutablePointer<Float>
    ) -> UnsafeRawPointer {
        if let rows = rows(ofPanel: panel, from: range.lowerBound) {
            rows.turn(range.count, into: buffer)
            return UnsafeRawPointer(buffer)
        }
        return address(ofPanel: panel) + range.lowerBound * Self.width * element.byteCount
    }
}
