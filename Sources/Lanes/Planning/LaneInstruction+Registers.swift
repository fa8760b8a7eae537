extension LaneInstruction {
    /// The registers that it reads one by one.
    var operands: ArraySlice<Int32> { [a, b, c].prefix(operation.operandCount) }

    /// Registers of which each lane may mean another one.
    func array(of registerCount: Int) -> Range<Int32>? {
        let first: Int32
        switch operation {
        case .gather: first = b
        case .scatter: first = result
        default: return nil
        }
        return first..<min(first + (count - 1) * stride + 1, Int32(registerCount))
    }

    /// The registers that it sets, whatever they held.
    var results: Range<Int32> {
        switch operation {
        case .jump, .jumpIfNone, .jumpIfFirstIsFalse, .pass, .scatter: result..<result
        case .sample, .fetch: result..<result + (stride > 1 ? stride : 4)
        default: result..<result + 1
        }
    }

    /// Calls `body` with every register that it may read.
    func forEachRead(of registerCount: Int, _ body: (Int32) -> Void) {
        for operand in operands { body(operand) }
        for element in array(of: registerCount) ?? 0..<0 { body(element) }
    }

    /// Calls `body` with every register that it may change.
    func forEachWrite(of registerCount: Int, _ body: (Int32) -> Void) {
        for register in results { body(register) }
        guard operation == .scatter else { return }
        for element in array(of: registerCount) ?? 0..<0 { body(element) }
    }
}
