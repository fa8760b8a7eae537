/// Where registers lie: first those that are common to all lanes, a vector each, then those with a number for each lane.
struct LaneAddresses: Hashable, Sendable {
    /// In bytes, by register.
    private let offsets: [Int32]
    private let firstOwn: Int32

    /// Bytes in all.
    let byteCount: Int

    init(_ program: LaneProgram, _ code: [LaneInstruction], _ common: CommonRegisters) {
        let count = program.places.count
        // Places that are used, in their order, so that what lies side by side stays so.
        let placeCount = Int(program.places.max() ?? 0) + 1
        var isUsed = [Array(repeating: false, count: placeCount), Array(repeating: false, count: placeCount)]
        func use(_ register: Int32) {
            isUsed[common.contains(register) ? 0 : 1][Int(program.places[Int(register)])] = true
        }
        for register in 0..<program.fixedCount { use(Int32(register)) }
        for instruction in code {
            instruction.forEachRead(of: count, use)
            instruction.forEachWrite(of: count, use)
        }
        for register in program.leaving + [program.column, program.row] { use(register) }
        func ranks(_ isUsed: [Bool]) -> [Int32] {
            var next: Int32 = 0
            return isUsed.map { isUsed in
                defer { if isUsed { next += 1 } }
                return next
            }
        }
        let ranks = isUsed.map(ranks)
        let commonBytes = isUsed[0].count { $0 } * LaneMachine.vectorBytes
        // On a boundary of cache lines, and an odd number of them away from the beginning of a page.
        firstOwn = Int32(commonBytes)
        offsets = program.places.enumerated().map { register, place in
            common.contains(Int32(register))
                ? ranks[0][Int(place)] * Int32(LaneMachine.vectorBytes)
                : Int32(commonBytes) + ranks[1][Int(place)] * Int32(LaneMachine.registerBytes)
        }
        byteCount = commonBytes + isUsed[1].count { $0 } * LaneMachine.registerBytes
    }

    /// Where a register begins, in bytes.
    func offset(_ register: Int32) -> Int { Int(offsets[Int(register)]) }

    /// Whether a register holds the same in all lanes.
    func isCommon(_ register: Int32) -> Bool { offsets[Int(register)] < firstOwn }
}
