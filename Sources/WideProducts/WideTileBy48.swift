#if arch(x86_64)
    internal import CBrainFloats
    import _Builtin_intrinsics.intel

    /// As `multiplyBrainFloats`, for eight rows by 48 outputs.
    ///
    /// - Shapes: of the tile, `inputs` eight rows; `weights` [steps, 48]; `sums` [8, 48].
    public func multiplyBrainFloatsBy48(_ tile: WordTile) {
        var weights = UnsafeRawPointer(tile.weights)
        var input = tile.inputs
        let pitch = tile.pitch
        var sums = TripleSums()
        for _ in 0..<tile.steps {
            let first = weights.loadUnaligned(as: SIMD8<Int64>.self)
            let second = weights.loadUnaligned(fromByteOffset: 64, as: SIMD8<Int64>.self)
            let third = weights.loadUnaligned(fromByteOffset: 128, as: SIMD8<Int64>.self)
            sums.add(input, pitch, first, second, third)
            weights += 192
            input += 1
        }
        sums.forEachRow { row, triple in
            let target = UnsafeMutableRawPointer(tile.sums + row * tile.sumsPitch)
            for (offset, sum) in [(0, triple.first), (64, triple.second), (128, triple.third)] {
                let before = tile.isFirst ? .zero : target.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
                target.storeBytes(of: before + sum, toByteOffset: offset, as: SIMD16<Float>.self)
            }
        }
    }

    /// The sums of a row with 48 outputs.
    private struct Triple {
        var first = SIMD16<Float>.zero, second = SIMD16<Float>.zero, third = SIMD16<Float>.zero

        @inline(__always)
        mutating func add(_ word: UInt32, _ a: SIMD8<Int64>, _ b: SIMD8<Int64>, _ c: SIMD8<Int64>) {
            let input = unsafeBitCast(SIMD16<UInt32>(repeating: word), to: SIMD8<Int64>.self)
            first = brain_dot_products(first, a, input)
            second = brain_dot_products(second, b, input)
            third = brain_dot_products(third, c, input)
        }
    }

    /// The sums of eight rows, in registers.
    private struct TripleSums {
        private var row0 = Triple(), row1 = Triple(), row2 = Triple(), row3 = Triple()
        private var row4 = Triple(), row5 = Triple(), row6 = Triple(), row7 = Triple()

        @inline(__always)
        mutating func add(
            _ inputs: UnsafePointer<UInt32>, _ pitch: Int, _ a: SIMD8<Int64>, _ b: SIMD8<Int64>, _ c: SIMD8<Int64>
        ) {
            row0.add(inputs[0], a, b, c)
            row1.add(inputs[pitch], a, b, c)
            row2.add(inputs[2 * pitch], a, b, c)
            row3.add(inputs[3 * pitch], a, b, c)
            row4.add(inputs[4 * pitch], a, b, c)
            row5.add(inputs[5 * pitch], a, b, c)
            row6.add(inputs[6 * pitch], a, b, c)
            row7.add(inputs[7 * pitch], a, b, c)
        }

        @inline(__always)
        func forEachRow(_ body: (_ row: Int, _ sums: Triple) -> Void) {
            body(0, row0)
            body(1, row1)
            body(2, row2)
            body(3, row3)
            body(4, row4)
            body(5, row5)
            body(6, row6)
            body(7, row7)
        }
    }
#endif
