/// The registers of a program that hold the same bits in all lanes at all times: what is found from them is found once.
///
/// All lanes go the same way, whatever masks say, so that nothing but operands decides.
struct CommonRegisters {
    private var isOwn: [Bool]

    /// As if only what is fixed were common.
    init(fixedOf program: LaneProgram) {
        isOwn = program.places.indices.map { $0 >= program.fixedCount }
    }

    init(_ program: LaneProgram) {
        let count = program.places.count
        isOwn = Array(repeating: false, count: count)
        for register in [program.column, program.row] { isOwn[Int(register)] = true }
        var readers: [Int32: [LaneInstruction]] = [:]
        for instruction in program.body {
            instruction.forEachRead(of: count) { readers[$0, default: []].append(instruction) }
        }
        // What lies side by side is of one kind.
        for instruction in program.body where instruction.results.count > 1 {
            for register in instruction.results { readers[register, default: []].append(instruction) }
        }
        var waiting = [program.column, program.row]
        while let register = waiting.popLast() {
            for instruction in readers[register] ?? [] {
                var reached = Array(instruction.results)
                if let array = instruction.array(of: count),
                    array.contains(register) || instruction.operation == .scatter
                {
                    reached += array
                }
                for own in reached where !isOwn[Int(own)] {
                    isOwn[Int(own)] = true
                    waiting.append(own)
                }
            }
        }
    }

    func contains(_ register: Int32) -> Bool { !isOwn[Int(register)] }
}
