/// A program made ready to be run: shorter, and with an address for every register.
public struct LanePlan: Hashable, Sendable {
    let prologue: [LaneStep]
    let body: [LaneStep]
    let constants: [LaneProgram.Constant]
    let addresses: LaneAddresses
    let column: Int32
    let row: Int32
    let outputs: [LaneProgram.Output]
    let discarded: Int32?

    /// A program for a run whose registers are set so from outside.
    public init(_ program: LaneProgram, settings: [LaneProgram.Constant]) {
        let found = Self.prologue(of: program, settings)
        var pruned = program
        pruned.body = LanePruning.pruned(program.body) { register in
            register < program.fixedCount ? found.isSet(register) : nil
        }
        self.init(planning: pruned)
    }

    private init(planning program: LaneProgram) {
        let isSmall = Self.cost(of: program) <= Self.mostCost
        let common = isSmall ? CommonRegisters(program) : CommonRegisters(fixedOf: program)
        let code = isSmall ? LaneSimplifier.simplified(program, common) : program.body.map(Self.wantingAll)
        let addresses = LaneAddresses(program, code, common)
        body = code.map { LaneStep($0, addresses) }
        prologue = program.prologue.map { LaneStep(Self.wantingAll($0), addresses) }
        constants = program.constants
        column = program.column
        row = program.row
        outputs = program.outputs
        discarded = program.discarded
        self.addresses = addresses
    }

    /// What depends on no pixel.
    private static func prologue(of program: LaneProgram, _ settings: [LaneProgram.Constant]) -> LaneMachine {
        var alone = program
        alone.body = []
        let frame = LaneFrame(width: 1, height: 1, settings: settings, pictures: [], targets: [])
        let machine = LaneMachine(LanePlan(planning: alone), frame)
        _ = machine.prepare(passes: 0)
        return machine
    }

    /// Instructions, and registers of arrays that they may read, of a program that is worth looking through.
    private static let mostCost = 1 << 18

    private static func cost(of program: LaneProgram) -> Int {
        program.body.reduce(0) { $0 + 1 + ($1.array(of: program.places.count)?.count ?? 0) }
    }

    private static func wantingAll(_ instruction: LaneInstruction) -> LaneInstruction {
        var instruction = instruction
        if instruction.operation.readsPicture { instruction.c = 0b1111 }
        return instruction
    }
}
