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
        sums.write(to: tile.sums, pitch: tile.sumsPitch, isFirst: tile.isFirst)
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

        @inline(__always)
        func write(to target: UnsafeMutablePointer<Float>, isFirst: Bool) {
            let target = UnsafeMutableRawPointer(target)
            if isFirst {
                target.storeBytes(of: first, as: SIMD16<Float>.self)
                target.storeBytes(of: second, toByteOffset: 64, as: SIMD16<Float>.self)
                target.storeBytes(of: third, toByteOffset: 128, as: SIMD16<Float>.self)
            } else {
                let before = target.loadUnaligned(as: SIMD16<Float>.self)
                let next = target.loadUnaligned(fromByteOffset: 64, as: SIMD16<Float>.self)
                let last = target.loadUnaligned(fromByteOffset: 128, as: SIMD16<Float>.self)
                target.storeBytes(of: before + first, as: SIMD16<Float>.self)
                target.storeBytes(of: next + second, toByteOffset: 64, as: SIMD16<Float>.self)
                target.storeBytes(of: last + third, toByteOffset: 128, as: SIMD16<Float>.self)
            }
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
        func write(to target: UnsafeMutablePointer<Float>, pitch: Int, isFirst: Bool) {
            row0.write(to: target + 0 * pitch, isFirst: isFirst)
            row1.write(to: target + 1 * pitch, isFirst: isFirst)
            row2.write(to: target + 2 * pitch, isFirst: isFirst)
            row3.write(to: target + 3 * pitch, isFirst: isFirst)
            row4.write(to: target + 4 * pitch, isFirst: isFirst)
            row5.write(to: target + 5 * pitch, isFirst: isFirst)
            row6.write(to: target + 6 * pitch, isFirst: isFirst)
            row7.write(to: target + 7 * pitch, isFirst: isFirst)
        }
    }
#endif
