/// What a processor does with the rows of a panel: as many at a time as it has lanes.
///
/// The kernels are written once in these words; every machine gives the same bits.
public protocol PanelMachine {
    /// Four unsigned bytes of every row.
    associatedtype Quads
    /// A whole number for every row.
    associatedtype Sums
    /// A number for every row.
    associatedtype Floats

    /// Rows at a time: 8 or 16.
    static var lanes: Int { get }
    /// Tokens at a time, as many as there are registers for: 4 or 8.
    static var tokens: Int { get }

    /// Has a cache line brought into the second-level cache: the first has room for less than memory needs to be waited for.
    static func prefetch(_ address: UnsafeRawPointer)

    static func quads(at address: UnsafeRawPointer) -> Quads
    /// Every 32 bits of `quads`, moved right, as far as `mask` is set.
    static func bits(of quads: Quads, from shift: UInt32, mask: UInt32) -> Quads
    /// Every 32 bits of `low`, and those of `high` moved left.
    static func joined(_ low: Quads, _ high: Quads, shift: UInt32) -> Quads
    /// For each byte below 16 the one of the sixteen levels of the IQ4 formats, plus 128.
    static func levels(_ quads: Quads) -> Quads

    /// Sixteen bytes of every row, `pitch` bytes from one to the next: four of each at a time.
    static func turnedFour(at address: UnsafeRawPointer, pitch: Int) -> HalfBlock<Quads>
    /// The same with 32 bytes of every row.
    static func turnedEight(
        at address: UnsafeRawPointer, pitch: Int
    ) -> (first: HalfBlock<Quads>, second: HalfBlock<Quads>)
    /// Four bytes of every row.
    static func words(at address: UnsafeRawPointer, pitch: Int) -> Quads
    /// `quads`, with the bits turned over that are set in `mask`.
    static func flipped(_ quads: Quads, _ mask: UInt32) -> Quads
    /// Four bytes in which the first four bits of every 32 of `quads` are the lowest, one in each.
    static func spread(_ quads: Quads) -> Quads
    /// Every 32 bits of `quads`, from `shift`, as far as `mask` is set.
    static func numbers(_ quads: Quads, from shift: UInt32, mask: UInt32) -> Floats
    /// `count` bits of every 32, from `shift`, the first of them for the sign.
    static func signedNumbers(_ quads: Quads, from shift: UInt32, count: UInt32) -> Floats
    /// The numbers in the lower halves of every 32 bits.
    static func lowHalves(_ quads: Quads) -> Floats
    /// The numbers in the upper halves of every 32 bits.
    static func highHalves(_ quads: Quads) -> Floats
    /// A half-precision number of every row.
    static func halves(at address: UnsafeRawPointer, pitch: Int) -> Floats
    static func store(_ quads: Quads, to address: UnsafeMutableRawPointer)
    static func floats(at address: UnsafeRawPointer) -> Floats

    static func halves(at address: UnsafeRawPointer) -> Floats
    static func bytes(at address: UnsafeRawPointer) -> Floats
    static func signedBytes(at address: UnsafeRawPointer) -> Floats

    static func repeating(_ number: Float) -> Floats
    static func repeating(_ number: Int32) -> Sums
    static func floats(_ sums: Sums) -> Floats
    static func product(_ a: Floats, _ b: Floats) -> Floats
    /// `sum + a · b`, rounded once.
    static func sum(_ sum: Floats, plus a: Floats, times b: Floats) -> Floats
    static func store(_ floats: Floats, to address: UnsafeMutablePointer<Float>)

    /// Whether weights of 8 bits are multiplied as they are; else less 128, so that nothing is to be taken off the sum.
    static var multipliesWholeBytes: Bool { get }

    /// `sums` plus the products of sixteen weights of every row, `width` bits wide, with sixteen bytes of a token.
    ///
    /// - Parameter inputs: four signed bytes, and `pitch` further on the next four.
    static func sums(
        _ sums: Sums, plus weights: HalfBlock<Quads>, width: Int, times inputs: UnsafePointer<Int32>, pitch: Int
    ) -> Sums
}

/// Half a block: sixteen weights of every row.
public struct HalfBlock<Quads> {
    public var first: Quads
    public var second: Quads
    public var third: Quads
    public var fourth: Quads

    @inlinable @inline(__always)
    public init(_ first: Quads, _ second: Quads, _ third: Quads, _ fourth: Quads) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }
}
