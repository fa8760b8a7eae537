/// Thin products with weights that lie in rows, one per output.
extension ThinProduct {
    /// The sums of four input rows with the sixteen outputs of a panel: products along the rows, two outputs at a time.
    ///
    /// Eight sums side by side are as good as sums of sums.
    ///
    /// - Shapes: `sums` [4, 16]; columns past the last output are zero.
    func multiplyInPlace<Reader: WeightReader>(
        _ panel: Int, rowsFrom first: Int, _ reader: Reader.Type, into sums: UnsafeMutablePointer<Float>
    ) {
        let depth = weights.depth
        guard let panelRows = weights.rows(ofPanel: panel, from: 0) else { return }
        let rowBytes = depth * weights.element.byteCount
        let rows = rows - first
        let input = input + first * depth
        let second = rows > 1 ? input + depth : input
        let third = rows > 2 ? input + 2 * depth : input
        let fourth = rows > 3 ? input + 3 * depth : input
        let whole = depth / 8 * 8
        sums.update(repeating: 0, count: 4 * WeightPanels.width)
        for output in stride(from: 0, to: panelRows.rows, by: 2) {
            let weights = panelRows.source + output * rowBytes
            let hasOther = output + 1 < panelRows.rows
            let others = hasOther ? weights + rowBytes : weights
            var (a0, a1, a2, a3) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
            var (b0, b1, b2, b3) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
            let size = self.weights.element.byteCount
            for step in stride(from: 0, to: whole, by: 8) {
                // The next two rows, once a line or two: the processor by itself reads ahead too late.
                if step.isMultiple(of: 32), first == 0 {
                    prefetch(weights + 2 * rowBytes + step * size)
                    prefetch(others + 2 * rowBytes + step * size)
                }
                let (a, b) = (reader.eight(weights, step), reader.eight(others, step))
                let (x0, x1) = (input.vector(at: step), second.vector(at: step))
                let (x2, x3) = (third.vector(at: step), fourth.vector(at: step))
                a0 = a0.addingProduct(a, x0)
                b0 = b0.addingProduct(b, x0)
                a1 = a1.addingProduct(a, x1)
                b1 = b1.addingProduct(b, x1)
                a2 = a2.addingProduct(a, x2)
                b2 = b2.addingProduct(b, x2)
                a3 = a3.addingProduct(a, x3)
                b3 = b3.addingProduct(b, x3)
            }
            var these = SIMD4(a0.sum(), a1.sum(), a2.sum(), a3.sum())
            var those = SIMD4(b0.sum(), b1.sum(), b2.sum(), b3.sum())
            for step in whole..<depth {
                let inputs = SIMD4(input[step], second[step], third[step], fourth[step])
                these = these.addingProduct(inputs, SIMD4(repeating: reader.one(weights, step)))
                those = those.addingProduct(inputs, SIMD4(repeating: reader.one(others, step)))
            }
            for row in 0..<4 {
                sums[row * WeightPanels.width + output] = these[row]
                if hasOther { sums[row * WeightPanels.width + output + 1] = those[row] }
            }
        }
    }
}
