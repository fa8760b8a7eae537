/// The 32-bit Mersenne Twister MT19937.
///
/// - Source: Matsumoto and Nishimura 1998, with the initialisation of 2002.
struct MersenneTwister: Sendable {
    private static let length = 624
    private static let shift = 397

    private var words: [UInt32]
    private var next = Self.length

    init(seed: UInt32) {
        words = [UInt32](repeating: seed, count: Self.length)
        for index in 1..<Self.length {
            let previous = words[index - 1]
            words[index] = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(index)
        }
    }

    /// Seeded by several words (`init_by_array`).
    init(key: [UInt32]) {
        precondition(!key.isEmpty, "a key of no words")
        self.init(seed: 19_650_218)
        var place = 1
        func previous(_ words: [UInt32]) -> UInt32 { words[place - 1] ^ (words[place - 1] >> 30) }
        func advance(_ words: inout [UInt32]) {
            place += 1
            if place == Self.length {
                words[0] = words[Self.length - 1]
                place = 1
            }
        }
        for step in 0..<max(Self.length, key.count) {
            let word = step % key.count
            words[place] = (words[place] ^ (previous(words) &* 1_664_525)) &+ key[word] &+ UInt32(word)
            advance(&words)
        }
        for _ in 1..<Self.length {
            words[place] = (words[place] ^ (previous(words) &* 1_566_083_941)) &- UInt32(place)
            advance(&words)
        }
        words[0] = 0x8000_0000
    }

    mutating func callAsFunction() -> UInt32 {
        if next == Self.length { turn() }
        var word = words[next]
        next += 1
        word ^= word >> 11
        word ^= (word << 7) & 0x9D2C_5680
        word ^= (word << 15) & 0xEFC6_0000
        return word ^ (word >> 18)
    }

    private mutating func turn() {
        for index in 0..<Self.length {
            let following = words[(index + 1) % Self.length]
            let mixed = (words[index] & 0x8000_0000) | (following & 0x7FFF_FFFF)
            let twist: UInt32 = following & 1 == 0 ? 0 : 0x9908_B0DF
            words[index] = words[(index + Self.shift) % Self.length] ^ (mixed >> 1) ^ twist
        }
        next = 0
    }
}
