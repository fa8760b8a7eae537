/// Makes a body shorter without changing a bit of what comes out of it.
struct LaneSimplifier {
    var code: [LaneInstruction]
    let program: LaneProgram
    let common: CommonRegisters
    var isRemoved: [Bool]

    /// Where jumps lead to.
    let targets: Set<Int>

    /// How often each register is read and set; what leaves the body counts as read.
    var reads: [Int]
    var writes: [Int]

    /// How far back a value is looked for.
    private static let reach = 48

    static func simplified(_ program: LaneProgram, _ common: CommonRegisters) -> [LaneInstruction] {
        var simplifier = LaneSimplifier(program, common)
        simplifier.forgetFullMasks()
        simplifier.count()
        simplifier.writeWhereItGoes()
        simplifier.readWhereItIs()
        simplifier.count()
        simplifier.writeWhereItGoes()
        simplifier.count()
        simplifier.fuse()
        simplifier.removeUnneeded()
        return simplifier.code.compacted(without: simplifier.isRemoved)
    }

    private init(_ program: LaneProgram, _ common: CommonRegisters) {
        self.program = program
        self.common = common
        code = program.body
        isRemoved = Array(repeating: false, count: code.count)
        targets = Set(code.filter(\.operation.isJump).map { Int($0.count) })
        reads = []
        writes = []
    }

    var registerCount: Int { program.places.count }

    func place(_ register: Int32) -> Int32 { program.places[Int(register)] }

    private mutating func count() {
        reads = Array(repeating: 0, count: registerCount)
        writes = reads
        for (position, instruction) in code.enumerated() where !isRemoved[position] {
            instruction.forEachRead(of: registerCount) { reads[Int($0)] += 1 }
            instruction.forEachWrite(of: registerCount) { writes[Int($0)] += 1 }
        }
        for register in program.leaving { reads[Int(register)] += 1 }
    }

    /// Where, before `position` and with no jump between, the only instruction is that sets this register.
    ///
    /// - Parameter isAllowed: whether an instruction may stand between.
    func maker(
        of register: Int32, before position: Int, where isAllowed: (LaneInstruction) -> Bool
    ) -> Int? {
        guard writes[Int(register)] == 1, reads[Int(register)] == 1 else { return nil }
        var index = position
        while index > max(0, position - Self.reach), !targets.contains(index) {
            index -= 1
            let instruction = code[index]
            if isRemoved[index] { continue }
            if instruction.operation.isJump { return nil }
            if instruction.results.contains(register) { return index }
            guard isAllowed(instruction) else { return nil }
        }
        return nil
    }

    func changes(_ instruction: LaneInstruction, anyOf places: [Int32]) -> Bool {
        var changes = false
        instruction.forEachWrite(of: registerCount) { if places.contains(place($0)) { changes = true } }
        return changes
    }

    func touches(_ instruction: LaneInstruction, _ place: Int32) -> Bool {
        var touches = changes(instruction, anyOf: [place])
        instruction.forEachRead(of: registerCount) { if self.place($0) == place { touches = true } }
        return touches
    }
}

extension LaneProgram {
    /// The registers that are read when the body has run.
    var leaving: [Int32] { outputs.flatMap(\.registers) + [discarded].compactMap(\.self) }
}
