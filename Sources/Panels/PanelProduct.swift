/// The products of sixteen rows of weights with a tile of input rows.
///
/// Whole numbers are added within a block, or half a one, where its scale allows it, and cannot overflow; the sums of the
/// blocks are added in order, so that a row's product is the same in a tile of any size, on any machine, and however its
/// weights lie.
///
/// - Shapes: `output` [tokens, 16].
@inlinable @inline(__always)
public func multiplyPanel<M: PanelMachine>(_ machine: M.Type, _ format: PanelFormat, _ operands: PanelOperands) {
    switch format {
    case .q4_0: multiply(machine, PanelBlocks<Nibbles, PlainScales>.self, operands)
    case .q4_1: multiply(machine, PanelBlocks<Nibbles, PlainScalesAndLeasts>.self, operands)
    case .q5_0: multiply(machine, PanelBlocks<Fives, PlainScales>.self, operands)
    case .q5_1: multiply(machine, PanelBlocks<Fives, PlainScalesAndLeasts>.self, operands)
    case .q8_0: multiply(machine, PanelBlocks<WholeBytes, PlainScales>.self, operands)
    case .iq4NL: multiply(machine, PanelBlocks<LevelNibbles, PlainScales>.self, operands)
    case .q2K: multiply(machine, PanelBlocks<Pairs, ScalesAndLeastsOfHalves>.self, operands)
    case .q3K: multiply(machine, PanelBlocks<Threes, SignedScalesOfHalves>.self, operands)
    case .q4K: multiply(machine, PanelBlocks<Nibbles, ScalesAndLeasts>.self, operands)
    case .q5K: multiply(machine, PanelBlocks<Fives, ScalesAndLeasts>.self, operands)
    case .q6K: multiply(machine, PanelBlocks<Sixes, SignedScalesOfHalves>.self, operands)
    case .iq4XS: multiply(machine, PanelBlocks<LevelNibbles, SignedScales>.self, operands)
    }
}

@inlinable
func multiply<M: PanelMachine, B: BlockSource>(_ machine: M.Type, _ blocks: B.Type, _ operands: PanelOperands) {
    var part = operands
    for lane in stride(from: 0, to: PanelFormat.rows, by: M.lanes) {
        part.lane = lane
        part.output = operands.output + lane
        if operands.tokens == 1 {
            var sum = OneSum<M, B>(part)
            B.forEachBlock(part, &sum)
            sum.store()
        } else if operands.tokens == 8, M.tokens == 8 {
            var sums = EightSums<M, B>(part)
            B.forEachBlock(part, &sums)
            sums.store()
        } else {
            for token in stride(from: 0, to: operands.tokens, by: 4) {
                part.token = token
                var sums = FourSums<M, B>(part)
                B.forEachBlock(part, &sums)
                sums.store()
            }
        }
    }
}

@usableFromInline struct OneSum<M: PanelMachine, B: BlockSource>: BlockUser {
    @usableFromInline let operands: PanelOperands
    @usableFromInline var sum: M.Floats

    @inlinable @inline(__always)
    init(_ operands: PanelOperands) {
        self.operands = operands
        sum = M.repeating(0 as Float)
    }

    @inlinable @inline(__always)
    mutating func use(
        _ block: Int, _ weights: (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>),
        _ scales: BlockScales<M.Floats>
    ) {
        add(M.self, B.self, operands, block, 0, weights, scales, to: &sum)
    }

    @inlinable @inline(__always)
    func store() { M.store(sum, to: operands.output) }
}

@usableFromInline struct FourSums<M: PanelMachine, B: BlockSource>: BlockUser {
    @usableFromInline let operands: PanelOperands
    @usableFromInline var sums: (M.Floats, M.Floats, M.Floats, M.Floats)

    @inlinable @inline(__always)
    init(_ operands: PanelOperands) {
        self.operands = operands
        let zero = M.repeating(0 as Float)
        sums = (zero, zero, zero, zero)
    }

    @inlinable @inline(__always)
    mutating func use(
        _ block: Int, _ weights: (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>),
        _ scales: BlockScales<M.Floats>
    ) {
        let first = operands.token
        add(M.self, B.self, operands, block, first, weights, scales, to: &sums.0)
        add(M.self, B.self, operands, block, first + 1, weights, scales, to: &sums.1)
        add(M.self, B.self, operands, block, first + 2, weights, scales, to: &sums.2)
        add(M.self, B.self, operands, block, first + 3, weights, scales, to: &sums.3)
    }

    @inlinable @inline(__always)
    func store() {
        let output = operands.output + operands.token * PanelFormat.rows
        M.store(sums.0, to: output)
        M.store(sums.1, to: output + 16)
        M.store(sums.2, to: output + 32)
        M.store(sums.3, to: output + 48)
    }
}

@usableFromInline struct EightSums<M: PanelMachine, B: BlockSource>: BlockUser {
    @usableFromInline let operands: PanelOperands
    @usableFromInline var low: (M.Floats, M.Floats, M.Floats, M.Floats)
    @usableFromInline var high: (M.Floats, M.Floats, M.Floats, M.Floats)

    @inlinable @inline(__always)
    init(_ operands: PanelOperands) {
        self.operands = operands
        let zero = M.repeating(0 as Float)
        low = (zero, zero, zero, zero)
        high = (zero, zero, zero, zero)
    }

    @inlinable @inline(__always)
    mutating func use(
        _ block: Int, _ weights: (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>),
        _ scales: BlockScales<M.Floats>
    ) {
        add(M.self, B.self, operands, block, 0, weights, scales, to: &low.0)
        add(M.self, B.self, operands, block, 1, weights, scales, to: &low.1)
        add(M.self, B.self, operands, block, 2, weights, scales, to: &low.2)
        add(M.self, B.self, operands, block, 3, weights, scales, to: &low.3)
        add(M.self, B.self, operands, block, 4, weights, scales, to: &high.0)
        add(M.self, B.self, operands, block, 5, weights, scales, to: &high.1)
        add(M.self, B.self, operands, block, 6, weights, scales, to: &high.2)
        add(M.self, B.self, operands, block, 7, weights, scales, to: &high.3)
    }

    @inlinable @inline(__always)
    func store() {
        let output = operands.output
        M.store(low.0, to: output)
        M.store(low.1, to: output + 16)
        M.store(low.2, to: output + 32)
        M.store(low.3, to: output + 48)
        M.store(high.0, to: output + 64)
        M.store(high.1, to: output + 80)
        M.store(high.2, to: output + 96)
        M.store(high.3, to: output + 112)
    }
}

/// Adds the product of one block with one token.
@inlinable @inline(__always)
func add<M: PanelMachine, B: BlockSource>(
    _ machine: M.Type, _ blocks: B.Type, _ operands: PanelOperands, _ block: Int, _ token: Int,
    _ weights: (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>), _ scales: BlockScales<M.Floats>,
    to sum: inout M.Floats
) {
    let pitch = operands.tokens
    let inputs = operands.quads + block * 8 * pitch + token
    let others = inputs + 4 * pitch
    let factor = M.repeating(operands.factors[block * pitch + token])
    let isOffset = B.width < 8 || M.multipliesWholeBytes
    if B.areOfHalves {
        let (place, other) = (2 * block * pitch + token, (2 * block + 1) * pitch + token)
        let start = M.repeating(isOffset ? operands.starts[place] : 0)
        let first = M.sums(start, plus: weights.first, width: B.width, times: inputs, pitch: pitch)
        sum = M.sum(sum, plus: M.floats(first), times: M.product(scales.scales.0, factor))
        let next = M.repeating(isOffset ? operands.starts[other] : 0)
        let second = M.sums(next, plus: weights.second, width: B.width, times: others, pitch: pitch)
        sum = M.sum(sum, plus: M.floats(second), times: M.product(scales.scales.1, factor))
        if B.haveLeasts {
            sum = M.sum(sum, plus: scales.leasts.0, times: M.repeating(operands.shares[place]))
            sum = M.sum(sum, plus: scales.leasts.1, times: M.repeating(operands.shares[other]))
        }
    } else {
        let place = block * pitch + token
        let start = M.repeating(isOffset ? operands.starts[place] : 0)
        let half = M.sums(start, plus: weights.first, width: B.width, times: inputs, pitch: pitch)
        let whole = M.sums(half, plus: weights.second, width: B.width, times: others, pitch: pitch)
        sum = M.sum(sum, plus: M.floats(whole), times: M.product(scales.scales.0, factor))
        if B.haveLeasts { sum = M.sum(sum, plus: scales.leasts.0, times: M.repeating(operands.shares[place])) }
    }
}
