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
