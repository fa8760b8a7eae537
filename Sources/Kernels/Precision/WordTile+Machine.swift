import WideProducts

/// Products of a tile with whatever the processor has for them.
extension WordTile {
    @inline(__always)
    func multiplyBrainFloats(perWord: Int) {
        #if arch(x86_64)
            if perWord == 2 { return WideProducts.multiplyBrainFloats(self) }
        #endif
        for (row, column) in Self.parts {
            let tile = portableSums(row, column)
            tile.forEachRow { index, sums in
                let target = self.sums + (row + index) * sumsPitch + column
                if isFirst { sums.write(to: target) } else { sums.addTo(target) }
            }
        }
    }

    /// Eight rows by 48 outputs of brain floats.
    @inline(__always)
    func multiplyBrainFloatsBy48() {
        #if arch(x86_64)
            WideProducts.multiplyBrainFloatsBy48(self)
        #endif
    }

    @inline(__always)
    func multiplyBytes(_ scales: ByteScales, perWord: Int) {
        #if arch(x86_64)
            if perWord == 4 { return WideProducts.multiplyBytes(self, scales) }
        #endif
        for (row, column) in Self.parts {
            let tile = portableSums(row, column)
            let (low, high) = (scales.weights.vector(at: column), scales.weights.vector(at: column + 8))
            tile.forEachRow { index, whole in
                let scale = scales.inputs[row + index]
                let target = self.sums + (row + index) * Self.outputs + column
                let first = isFirst ? .zero : target.vector(at: 0)
                let second = isFirst ? .zero : target.vector(at: 8)
                target.store(first.addingProduct(whole.low, low * scale), at: 0)
                target.store(second.addingProduct(whole.high, high * scale), at: 8)
            }
        }
    }

    /// The tile in parts for which there are registers everywhere: six rows by sixteen outputs.
    private static var parts: [(row: Int, column: Int)] { [(0, 0), (0, 16), (6, 0), (6, 16)] }

    private func portableSums(_ row: Int, _ column: Int) -> PortableTile {
        let inputs = UnsafeRawPointer(self.inputs + row * pitch).assumingMemoryBound(to: Float.self)
        let weights = UnsafeRawPointer(self.weights + column).assumingMemoryBound(to: Float.self)
        return PortableTile(inputs, pitch: pitch, weights, steps: steps)
    }
}

/// Six rows by sixteen outputs of words that are floats.
struct PortableTile {
    private var row0 = Tile.Row(), row1 = Tile.Row(), row2 = Tile.Row()
    private var row3 = Tile.Row(), row4 = Tile.Row(), row5 = Tile.Row()

    /// - Shapes: `weights` [steps, 32], of which the first sixteen columns.
    @inline(__always)
    init(_ inputs: UnsafePointer<Float>, pitch: Int, _ weights: UnsafePointer<Float>, steps: Int) {
        for step in 0..<steps {
            let weights = weights + step * WordTile.outputs
            let panel = Tile.Row(low: weights.vector(at: 0), high: weights.vector(at: 8))
            let input = inputs + step
            row0.add(input[0], panel)
            row1.add(input[pitch], panel)
            row2.add(input[2 * pitch], panel)
            row3.add(input[3 * pitch], panel)
            row4.add(input[4 * pitch], panel)
            row5.add(input[5 * pitch], panel)
        }
    }

    @inline(__always)
    func forEachRow(_ body: (_ index: Int, _ row: Tile.Row) -> Void) {
        body(0, row0)
        body(1, row1)
        body(2, row2)
        body(3, row3)
        body(4, row4)
        body(5, row5)
    }
}
