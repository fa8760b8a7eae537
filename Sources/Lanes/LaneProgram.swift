/// A program that is run for every pixel of a picture, many pixels in lockstep.
///
/// It knows registers and numbers only. What it is made from, and what is wrong with that, others know.
public struct LaneProgram: Hashable, Sendable {
    /// Run once, before any pixel: what depends on no pixel.
    public var prologue: [LaneInstruction] = []

    /// Run for every block of pixels.
    public var body: [LaneInstruction] = []

    /// The place of each register. Registers that have a place in common never hold what is needed at once.
    public var places: [Int32] = []

    /// How many registers, from 0 on, keep what constants, settings and the prologue put into them.
    public var fixedCount = 0

    /// Registers that hold the same bits in all lanes from the start.
    public var constants: [Constant] = []

    /// Where a pixel finds its centre, in pixels from the lower left corner.
    public var column: Int32 = 0
    public var row: Int32 = 0

    /// Four registers for each picture that is made.
    public var outputs: [Output] = []

    /// Set where a pixel keeps what the picture held before; nil if there is no such pixel.
    public var discarded: Int32?

    public struct Constant: Hashable, Sendable {
        public let register: Int32
        public let bits: UInt32

        public init(register: Int32, bits: UInt32) {
            self.register = register
            self.bits = bits
        }
    }

    public struct Output: Hashable, Sendable {
        /// Of the picture that it goes to.
        public let number: Int
        /// Red, green, blue, alpha.
        public let registers: [Int32]

        public init(number: Int, registers: [Int32]) {
            precondition(registers.count == 4, "\(registers.count) registers for a pixel")
            self.number = number
            self.registers = registers
        }
    }

    public init() {}
}
