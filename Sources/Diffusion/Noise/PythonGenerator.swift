/// The numbers that Python's `random` gives after `random.seed(seed)`.
///
/// - Source: CPython's `_randommodule.c` and `random.py`.
public struct PythonGenerator: Sendable {
    private var engine: MersenneTwister

    public init(seed: UInt32) {
        engine = MersenneTwister(key: [seed])
    }

    /// `random.randint(0, bound - 1)`.
    public mutating func integer(below bound: Int) -> Int {
        precondition(bound > 0, "no integer below 0")
        let bits = Int.bitWidth - bound.leadingZeroBitCount
        while true {
            let drawn = Int(engine() >> (32 - UInt32(bits)))
            if drawn < bound { return drawn }
        }
    }
}
