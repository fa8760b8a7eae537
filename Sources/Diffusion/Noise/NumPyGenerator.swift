/// The numbers that NumPy's `numpy.random` gives after `numpy.random.seed(seed)`.
///
/// - Source: NumPy's `mtrand.pyx` and `distributions.c`.
public struct NumPyGenerator: Sendable {
    private var engine: MersenneTwister

    public init(seed: UInt32) {
        engine = MersenneTwister(seed: seed)
    }

    /// `numpy.random.randint(0, bound)`.
    public mutating func integer(below bound: Int) -> Int {
        precondition(bound > 0 && bound <= 1 << 32, "no integer of 32 bits below \(bound)")
        let largest = UInt32(bound - 1)
        guard largest > 0 else { return 0 }
        // As many bits as the largest has; what is above it is drawn again.
        let mask = UInt32.max >> UInt32(largest.leadingZeroBitCount)
        while true {
            let drawn = engine() & mask
            if drawn <= largest { return Int(drawn) }
        }
    }

    /// `numpy.random.permutation(count)`.
    public mutating func permutation(of count: Int) -> [Int] {
        var order = Array(0..<count)
        for place in stride(from: count - 1, to: 0, by: -1) { order.swapAt(place, integer(below: place + 1)) }
        return order
    }
}
