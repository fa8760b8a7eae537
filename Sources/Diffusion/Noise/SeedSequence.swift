/// Seeds derived from a seed and a place in a tree, as `numpy.random.SeedSequence` derives them.
///
/// - Source: O'Neill's `randutils::seed_seq_fe`, in NumPy's variant of it.
enum SeedSequence {
    /// The first `count` words of `SeedSequence(entropy, spawn_key=path, pool_size=poolSize).generate_state(count)`.
    static func words(_ count: Int, entropy: UInt64, path: [UInt64], poolSize: Int) -> [UInt32] {
        var source = limbs(entropy)
        if !path.isEmpty, source.count < poolSize {
            // So that a path cannot be taken for a longer entropy.
            source += [UInt32](repeating: 0, count: poolSize - source.count)
        }
        source += path.flatMap(limbs)

        let pool = mixed(source, into: poolSize)
        var constant: UInt32 = 0x8B51_F9DD
        return (0..<count).map { index in
            var word = pool[index % poolSize] ^ constant
            constant = constant &* 0x58F3_8DED
            word = word &* constant
            return word ^ (word >> 16)
        }
    }

    private static func mixed(_ source: [UInt32], into size: Int) -> [UInt32] {
        var constant: UInt32 = 0x43B0_D7E5
        func hash(_ value: UInt32) -> UInt32 {
            var hashed = value ^ constant
            constant = constant &* 0x931E_8875
            hashed = hashed &* constant
            return hashed ^ (hashed >> 16)
        }
        func mix(_ one: UInt32, _ other: UInt32) -> UInt32 {
            let mixed = 0xCA01_F9DD &* one &- 0x4973_F715 &* other
            return mixed ^ (mixed >> 16)
        }

        var pool = (0..<size).map { hash($0 < source.count ? source[$0] : 0) }
        for from in 0..<size {
            for to in 0..<size where to != from { pool[to] = mix(pool[to], hash(pool[from])) }
        }
        for from in size..<max(size, source.count) {
            for to in 0..<size { pool[to] = mix(pool[to], hash(source[from])) }
        }
        return pool
    }

    /// Low word first; zero is one word.
    private static func limbs(_ value: UInt64) -> [UInt32] {
        let high = UInt32(value >> 32)
        let low = UInt32(truncatingIfNeeded: value)
        return high == 0 ? [low] : [low, high]
    }
}
