/// The products of sixteen rows of weights with a tile of input rows.
///
/// Whole numbers are added within a block, or half a one, where its scale allows it, and cannot overflow; the sums of the
/// blocks are added in order, so that a row's product is the same in a tile of any size and on any machine.
///
/// - Shapes: `output` [tokens, 16].
@inlinable @inline(__always)
public func multiplyPanel<M: PanelMachine>(_ machine: M.Type, _ format: PanelFormat, _ operands: PanelOperands) {
    switch format {
    case .q4_0: multiply(machine, Nibbles.self, PlainScales.self, operands)
    case .q4_1: multiply(machine, Nibbles.self, PlainScalesAndLeasts.self, operands)
    case .q5_0: multiply(machine, Fives.self, PlainScales.self, operands)
    case .q5_1: multiply(machine, Fives.self, PlainScalesAndLeasts.self, operands)
    case .q8_0: multiply(machine, WholeBytes.self, PlainScales.self, operands)
    case .iq4NL: multiply(machine, LevelNibbles.self, PlainScales.self, operands)
    case .q2K: multiply(machine, Pairs.self, ScalesAndLeastsOfHalves.self, operands)
    case .q3K: multiply(machine, Threes.self, SignedScalesOfHalves.self, operands)
    case .q4K: multiply(machine, Nibbles.self, ScalesAndLeasts.self, operands)
    case .q5K: multiply(machine, Fives.self, ScalesAndLeasts.self, operands)
    case .q6K: multiply(machine, Sixes.self, SignedScalesOfHalves.self, operands)
    case .iq4XS: multiply(machine, LevelNibbles.self, SignedScales.self, operands)
    }
}

@inlinable
func multiply<M: PanelMachine, P: PanelPlanes, S: PanelScales>(
    _ machine: M.Type, _ planes: P.Type, _ scales: S.Type, _ operands: PanelOperands
) {
    var part = operands
    for lane in stride(from: 0, to: PanelFormat.rows, by: M.lanes) {
        part.lane = lane
        part.output = operands.output + lane
        if operands.tokens == 1 {
            multiplyOne(machine, planes, scales, part)
        } else if operands.tokens == 8, M.tokens == 8 {
            multiplyEight(machine, planes, scales, part)
        } else {
            for token in stride(from: 0, to: operands.tokens, by: 4) {
                part.token = token
                multiplyFour(machine, planes, scales, part)
            }
        }
    }
}

@inlinable @inline(__always)
func multiplyOne<M: PanelMachine, P: PanelPlanes, S: PanelScales>(
    _ machine: M.Type, _ planes: P.Type, _ scales: S.Type, _ operands: PanelOperands
) {
    var sum = M.repeating(0 as Float)
    forEachBlock(machine, planes, scales, operands) { block, weights, scales in
        add(machine, planes, S.self, operands, block, 0, weights, scales, to: &sum)
    }
    M.store(sum, to: operands.output)
}

@inlinable @inline(__always)
func multiplyFour<M: PanelMachine, P: PanelPlanes, S: PanelScales>(
    _ machine: M.Type, _ planes: P.Type, _ scales: S.Type, _ operands: PanelOperands
) {
    let zero = M.repeating(0 as Float)
    var (sum0, sum1, sum2, sum3) = (zero, zero, zero, zero)
    let first = operands.token
    forEachBlock(machine, planes, scales, operands) { block, weights, scales in
        add(machine, planes, S.self, operands, block, first, weights, scales, to: &sum0)
        add(machine, planes, S.self, operands, block, first + 1, weights, scales, to: &sum1)
        add(machine, planes, S.self, operands, block, first + 2, weights, scales, to: &sum2)
        add(machine, planes, S.self, operands, block, first + 3, weights, scales, to: &sum3)
    }
    let output = operands.output + first * PanelFormat.rows
    M.store(sum0, to: output)
    M.store(sum1, to: output + 16)
    M.store(sum2, to: output + 32)
    M.store(sum3, to: output + 48)
}

@inlinable @inline(__always)
func multiplyEight<M: PanelMachine, P: PanelPlanes, S: PanelScales>(
    _ machine: M.Type, _ planes: P.Type, _ scales: S.Type, _ operands: PanelOperands
) {
    let zero = M.repeating(0 as Float)
    var (sum0, sum1, sum2, sum3) = (zero, zero, zero, zero)
    var (sum4, sum5, sum6, sum7) = (zero, zero, zero, zero)
    forEachBlock(machine, planes, scales, operands) { block, weights, scales in
        add(machine, planes, S.self, operands, block, 0, weights, scales, to: &sum0)
        add(machine, planes, S.self, operands, block, 1, weights, scales, to: &sum1)
        add(machine, planes, S.self, operands, block, 2, weights, scales, to: &sum2)
        add(machine, planes, S.self, operands, block, 3, weights, scales, to: &sum3)
        add(machine, planes, S.self, operands, block, 4, weights, scales, to: &sum4)
        add(machine, planes, S.self, operands, block, 5, weights, scales, to: &sum5)
        add(machine, planes, S.self, operands, block, 6, weights, scales, to: &sum6)
        add(machine, planes, S.self, operands, block, 7, weights, scales, to: &sum7)
    }
    let output = operands.output
    M.store(sum0, to: output)
    M.store(sum1, to: output + 16)
    M.store(sum2, to: output + 32)
    M.store(sum3, to: output + 48)
    M.store(sum4, to: output + 64)
    M.store(sum5, to: output + 80)
    M.store(sum6, to: output + 96)
    M.store(sum7, to: output + 112)
}

/// Adds the product of one block with one token.
@inlinable @inline(__always)
func add<M: PanelMachine, P: PanelPlanes, S: PanelScales>(
    _ machine: M.Type, _ planes: P.Type, _ kind: S.Type, _ operands: PanelOperands, _ block: Int, _ token: Int,
    _ weights: (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>), _ scales: BlockScales<M.Floats>,
    to sum: inout M.Floats
) {
    let pitch = operands.tokens
    let inputs = operands.quads + block * 8 * pitch + token
    let others = inputs + 4 * pitch
    let factor = M.repeating(operands.factors[block * pitch + token])
    let isOffset = P.width < 8 || M.multipliesWholeBytes
    if S.areOfHalves {
        let (place, other) = (2 * block * pitch + token, (2 * block + 1) * pitch + token)
        let start = M.repeating(isOffset ? operands.starts[place] : 0)
        let first = M.sums(start, plus: weights.first, width: P.width, times: inputs, pitch: pitch)
        sum = M.sum(sum, plus: M.floats(first), times: M.product(scales.scales.0, factor))
        let next = M.repeating(isOffset ? operands.starts[other] : 0)
        let second = M.sums(next, plus: weights.second, width: P.width, times: others, pitch: pitch)
        sum = M.sum(sum, plus: M.floats(second), times: M.product(scales.scales.1, factor))
        if S.haveLeasts {
            sum = M.sum(sum, plus: scales.leasts.0, times: M.repeating(operands.shares[place]))
            sum = M.sum(sum, plus: scales.leasts.1, times: M.repeating(operands.shares[other]))
        }
    } else {
        let place = block * pitch + token
        let start = M.repeating(isOffset ? operands.starts[place] : 0)
        let half = M.sums(start, plus: weights.first, width: P.width, times: inputs, pitch: pitch)
        let whole = M.sums(half, plus: weights.second, width: P.width, times: others, pitch: pitch)
        sum = M.sum(sum, plus: M.floats(whole), times: M.product(scales.scales.0, factor))
        if S.haveLeasts { sum = M.sum(sum, plus: scales.leasts.0, times: M.repeating(operands.shares[place])) }
    }
}

/// Calls `body` with the weights and scales of every block, in order.
@inlinable @inline(__always)
func forEachBlock<M: PanelMachine, P: PanelPlanes, S: PanelScales>(
    _ machine: M.Type, _ planes: P.Type, _ scales: S.Type, _ operands: PanelOperands,
    _ body: (
        _ block: Int, _ weights: (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>),
        _ scales: BlockScales<M.Floats>
    ) -> Void
) {
    var head = operands.panel
    var first = 0
    while first < operands.blocks {
        let planes = head + S.byteCount + operands.lane * 4
        for index in 0..<min(S.blocks, operands.blocks - first) {
            // Few tokens wait for memory: far enough ahead for it to answer in time.
            if operands.tokens < 8 {
                for line in 0..<P.byteCount / 64 { M.prefetch(planes + index * P.byteCount + line * 64 + 3072) }
            }
            let weights = P.halfBlocks(machine, at: planes + index * P.byteCount)
            body(first + index, weights, S.scales(machine, at: head, lane: operands.lane, block: index))
        }
        head += S.byteCount + S.blocks * P.byteCount
        first += S.blocks
    }
}
