/// An instruction with addresses in place of registers.
///
/// A vector is sixteen lanes. Operands that are common to all lanes are one vector, which is read again and again.
struct LaneStep: Hashable, Sendable {
    let operation: LaneOperation

    /// Vectors that are made: one where the result is common to all lanes.
    let vectors: Int32

    /// In bytes.
    let result: Int32
    let a: Int32
    let b: Int32
    let c: Int32

    /// Bytes from one vector of an operand to the next: none where it is common.
    let stepA: Int32
    let stepB: Int32
    let stepC: Int32

    /// Whether result and operands are all of a number for each lane: the loop that is met most, and has constants only.
    let isOwn: Bool

    /// A jump's target, a picture's number, or how many registers there are to choose from.
    let count: Int32

    /// Bytes from one of those registers to the next.
    let stride: Int32

    /// Which of four values are wanted, by bit.
    let wanted: Int32

    init(_ instruction: LaneInstruction, _ addresses: LaneAddresses) {
        operation = instruction.operation
        count = instruction.count
        wanted = operation.readsPicture ? instruction.c : 0
        let setsNothing = instruction.results.isEmpty && operation != .scatter
        let isCommon = !setsNothing && addresses.isCommon(instruction.result)
        vectors = isCommon ? 1 : Int32(LaneMachine.lanes / LaneMachine.vectorLanes)
        result = setsNothing ? 0 : Int32(addresses.offset(instruction.result))
        let array = operation == .gather ? instruction.b : instruction.result
        let isArray = operation == .gather || operation == .scatter
        stride =
            isArray
            ? instruction.stride
                * Int32(addresses.isCommon(array) ? LaneMachine.vectorBytes : LaneMachine.registerBytes) : 0
        let kind = operation
        let operands: [(offset: Int32, step: Int32)] = [instruction.a, instruction.b, instruction.c].enumerated().map {
            index, register in
            guard index < kind.operandCount || kind == .gather && index == 1 else { return (0, 0) }
            let step = addresses.isCommon(register) ? 0 : LaneMachine.vectorBytes
            return (Int32(addresses.offset(register)), Int32(step))
        }
        isOwn = !isCommon && operands.prefix(kind.operandCount).allSatisfy { $0.step > 0 }
        (a, stepA) = operands[0]
        (b, stepB) = operands[1]
        (c, stepC) = operands[2]
    }
}
