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
            tile.forEachRow(Tile.rows) { index, sums in
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
            tile.forEachRow(Tile.rows) { index, whole in
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

    /// Of words that are floats.
    private func portableSums(_ row: Int, _ column: Int) -> Tile {
        let inputs = UnsafeRawPointer(self.inputs + row * pitch).assumingMemoryBound(to: Float.self)
        let weights = UnsafeRawPointer(self.weights + column).assumingMemoryBound(to: Float.self)
        return Tile(inputs, weights, depth: steps, pitch: pitch, width: Self.outputs)
    }
}
