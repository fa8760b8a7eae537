/// Masks that are set in all lanes: what they choose is known.
extension LaneSimplifier {
    /// Puts moves in place of choices by masks that are full wherever the choice is reached.
    mutating func forgetFullMasks() {
        var full = Set(program.constants.filter { $0.bits == .max }.map(\.register))
        let always = full
        // What is full at a place that jumps lead to: what is so on all ways there.
        var arriving: [Int: Set<Int32>] = [:]
        var isReached = true
        let loops = loopEnds()
        for position in code.indices {
            if let other = arriving[position] {
                full = isReached ? full.intersection(other) : other
                isReached = true
            }
            for end in loops[position] ?? [] {
                for instruction in code[position...end] {
                    instruction.forEachWrite(of: registerCount) { full.remove($0) }
                }
            }
            simplify(position, full)
            let instruction = code[position]
            update(&full, instruction)
            guard instruction.operation.isJump else { continue }
            let target = Int(instruction.count)
            if target > position { arriving[target] = arriving[target].map { $0.intersection(full) } ?? full }
            switch instruction.operation {
            case .jumpIfNone where common.contains(instruction.a): full.insert(instruction.a)
            case .jump:
                full = always
                isReached = false
            default: break
            }
        }
    }

    /// The jumps that lead back to a place.
    private func loopEnds() -> [Int: [Int]] {
        var ends: [Int: [Int]] = [:]
        for (position, instruction) in code.enumerated() where instruction.operation.isJump {
            if Int(instruction.count) <= position { ends[Int(instruction.count), default: []].append(position) }
        }
        return ends
    }

    private mutating func simplify(_ position: Int, _ full: Set<Int32>) {
        let instruction = code[position]
        let chosen: Int32
        switch instruction.operation {
        case .select where full.contains(instruction.a): chosen = instruction.b
        case .and where full.contains(instruction.a): chosen = instruction.b
        case .and where full.contains(instruction.b): chosen = instruction.a
        default: return
        }
        code[position] = LaneInstruction(.move, result: instruction.result, a: chosen)
    }

    /// What is full when the instruction has been done.
    private func update(_ full: inout Set<Int32>, _ instruction: LaneInstruction) {
        let isFull: Bool
        switch instruction.operation {
        case .move: isFull = full.contains(instruction.a)
        case .and: isFull = full.contains(instruction.a) && full.contains(instruction.b)
        case .or: isFull = full.contains(instruction.a) || full.contains(instruction.b)
        default: isFull = false
        }
        instruction.forEachWrite(of: registerCount) { full.remove($0) }
        if isFull { full.insert(instruction.result) }
    }
}
