#if arch(x86_64)
    internal import CBrainFloats
    import _Builtin_intrinsics.intel

    /// Multiplies brain floats two by two (AVX-512 BF16); on another processor it ends the program.
    ///
    /// 24 sums of sixteen lanes, two vectors of weights and one of input fill 27 of the 32 registers.
    public func multiplyBrainFloats(_ tile: WordTile) {
        var weights = UnsafeRawPointer(tile.weights)
        var input = tile.inputs
        let pitch = tile.pitch
        var sums = WideSums<SIMD16<Float>>(repeating: .zero)
        for _ in 0..<tile.steps {
            let low = weights.loadUnaligned(as: SIMD8<Int64>.self)
            let high = weights.loadUnaligned(fromByteOffset: 64, as: SIMD8<Int64>.self)
            sums.add(input, pitch) { sum, word in
                brain_dot_products(sum, low, repeating(word))
            } _: { sum, word in
                brain_dot_products(sum, high, repeating(word))
            }
            weights += 128
            input += 1
        }
        sums.write(to: tile.sums, pitch: tile.sumsPitch, isFirst: tile.isFirst)
    }

    /// Multiplies bytes four by four (AVX-512 VNNI), weights without and inputs with a sign; on another processor it ends
    /// the program.
    public func multiplyBytes(_ tile: WordTile, _ scales: ByteScales) {
        var weights = UnsafeRawPointer(tile.weights)
        var input = tile.inputs
        let pitch = tile.pitch
        var sums = WideSums<SIMD16<Int32>>(starts: scales.starts)
        for _ in 0..<tile.steps {
            let low = weights.loadUnaligned(as: SIMD8<Int64>.self)
            let high = weights.loadUnaligned(fromByteOffset: 64, as: SIMD8<Int64>.self)
            sums.add(input, pitch) { sum, word in
                byteProducts(sum, low, word)
            } _: { sum, word in
                byteProducts(sum, high, word)
            }
            weights += 128
            input += 1
        }
        sums.write(to: tile.sums, pitch: tile.sumsPitch, isFirst: tile.isFirst, scales)
    }

    /// Numbers as words of two brain floats.
    ///
    /// - Parameter count: a multiple of 32.
    public func roundToBrainFloats(
        _ source: UnsafePointer<Float>, _ count: Int, to target: UnsafeMutablePointer<UInt32>
    ) {
        for start in stride(from: 0, to: count, by: 32) {
            UnsafeMutableRawPointer(target + start / 2).storeBytes(
                of: brain_floats(load(source + start), load(source + start + 16)), as: SIMD8<Int64>.self)
        }
    }

    /// - Parameter count: a multiple of 16.
    public func largestMagnitude(_ source: UnsafePointer<Float>, _ count: Int) -> Float {
        var largest = SIMD16<Float>.zero
        for start in stride(from: 0, to: count, by: 16) {
            largest = _mm512_max_ps(_mm512_abs_ps(load(source + start)), largest)
        }
        return largest.max()
    }

    /// Numbers times `scale`, each rounded to the nearest byte, four in a word.
    ///
    /// - Parameter count: a multiple of 16.
    /// - Returns: the sum of the bytes.
    public func roundToBytes(
        _ source: UnsafePointer<Float>, _ count: Int, times scale: Float, to target: UnsafeMutablePointer<UInt32>
    ) -> Int32 {
        var sum = SIMD16<Int32>.zero
        for start in stride(from: 0, to: count, by: 16) {
            let whole = _mm512_cvtps_epi32(load(source + start) * scale)
            sum &+= unsafeBitCast(whole, to: SIMD16<Int32>.self)
            UnsafeMutableRawPointer(target + start / 4).storeBytes(
                of: _mm512_cvtepi32_epi8(whole), as: SIMD2<Int64>.self)
        }
        return sum.wrappedSum()
    }

    @inline(__always)
    private func byteProducts(_ sums: SIMD16<Int32>, _ weights: SIMD8<Int64>, _ input: UInt32) -> SIMD16<Int32> {
        unsafeBitCast(
            _mm512_dpbusd_epi32(unsafeBitCast(sums, to: SIMD8<Int64>.self), weights, repeating(input)),
            to: SIMD16<Int32>.self)
    }

    @inline(__always)
    private func repeating(_ word: UInt32) -> SIMD8<Int64> {
        unsafeBitCast(SIMD16<UInt32>(repeating: word), to: SIMD8<Int64>.self)
    }

    @inline(__always)
    private func load(_ address: UnsafePointer<Float>) -> SIMD16<Float> {
        UnsafeRawPointer(address).loadUnaligned(as: SIMD16<Float>.self)
    }
#endif
