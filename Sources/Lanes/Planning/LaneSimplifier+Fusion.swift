/// Fewer moves, and two instructions in one.
extension LaneSimplifier {
    /// Moves that are kept in mind.
    private static var mostMoves: Int { 64 }

    /// Has what is moved read where it came from, as long as both are as they were.
    mutating func readWhereItIs() {
        // By the register that was moved to.
        var sources: [Int32: Int32] = [:]
        for position in code.indices {
            if targets.contains(position) || sources.count > Self.mostMoves { sources.removeAll() }
            if isRemoved[position] { continue }
            let count = code[position].operation.operandCount
            if count > 0, let source = sources[code[position].a] { code[position].a = source }
            if count > 1, let source = sources[code[position].b] { code[position].b = source }
            if count > 2, let source = sources[code[position].c] { code[position].c = source }
            let instruction = code[position]
            instruction.forEachWrite(of: registerCount) { written in
                let own = place(written)
                sources = sources.filter { place($0.key) != own && place($0.value) != own }
            }
            if instruction.operation == .move, instruction.a != instruction.result {
                sources[instruction.result] = instruction.a
            }
        }
    }

    /// Has a value made where it goes, if the way there is all that becomes of it.
    mutating func writeWhereItGoes() {
        for position in code.indices where code[position].operation == .move && !isRemoved[position] {
            let (from, to) = (code[position].a, code[position].result)
            if from == to { isRemoved[position] = true }
            guard from != to, common.contains(from) == common.contains(to) else { continue }
            let own = place(to)
            guard let made = maker(of: from, before: position, where: { !touches($0, own) }) else { continue }
            if code[made].operation.isLanewise {
                code[made].result = to
                isRemoved[position] = true
            } else if code[made].operation.readsPicture {
                moveTexel(made, at: position)
            }
        }
    }

    /// As `writeWhereItGoes`, for the values of a picture, if all that are read are moved one after another.
    private mutating func moveTexel(_ made: Int, at position: Int) {
        let (results, to) = (code[made].results, code[position].result)
        let count = results.count { reads[Int($0)] > 0 }
        guard count > 1, position + count <= code.count else { return }
        for index in 0..<count {
            let move = code[position + index]
            let offset = Int32(index)
            guard !isRemoved[position + index], index == 0 || !targets.contains(position + index),
                move.operation == .move, move.a == results.lowerBound + offset, move.result == to + offset,
                common.contains(move.result) == common.contains(to), place(move.result) == place(to) + offset,
                reads[Int(move.a)] == 1
            else { return }
            let own = place(move.result)
            for between in made + 1..<position where !isRemoved[between] && touches(code[between], own) { return }
        }
        code[made].result = to
        code[made].stride = Int32(count)
        for index in 0..<count { isRemoved[position + index] = true }
    }

    /// Adds a product to a sum at once; both are rounded as before.
    mutating func fuse() {
        for position in code.indices where code[position].operation == .add && !isRemoved[position] {
            let sum = code[position]
            for (product, other) in [(sum.b, sum.a), (sum.a, sum.b)] {
                guard common.contains(product) == common.contains(sum.result),
                    let made = multiplication(of: product, before: position)
                else { continue }
                code[position] = LaneInstruction(
                    .multiplyAdd, result: sum.result, a: code[made].a, b: code[made].b, c: other)
                isRemoved[made] = true
                break
            }
        }
    }

    /// Where a product is made whose factors are as they were.
    private func multiplication(of register: Int32, before position: Int) -> Int? {
        guard let made = maker(of: register, before: position, where: { _ in true }),
            code[made].operation == .multiply
        else { return nil }
        let factors = [place(code[made].a), place(code[made].b)]
        for index in made + 1..<position where !isRemoved[index] && changes(code[index], anyOf: factors) { return nil }
        return made
    }

    /// Leaves out what nobody reads.
    mutating func removeUnneeded() {
        var makers: [Int32: [Int]] = [:]
        var waiting: [Int32] = []
        var isNeeded = Array(repeating: false, count: registerCount)
        func need(_ register: Int32) {
            guard !isNeeded[Int(register)] else { return }
            isNeeded[Int(register)] = true
            waiting.append(register)
        }
        for (position, instruction) in code.enumerated() where !isRemoved[position] {
            instruction.forEachWrite(of: registerCount) { makers[$0, default: []].append(position) }
            if instruction.operation.isJump { instruction.operands.forEach(need) }
        }
        program.leaving.forEach(need)
        while let register = waiting.popLast() {
            for position in makers[register] ?? [] { code[position].forEachRead(of: registerCount, need) }
        }
        for (position, instruction) in code.enumerated() where !isRemoved[position] {
            guard !instruction.operation.isJump, instruction.operation != .pass else { continue }
            var serves = false
            instruction.forEachWrite(of: registerCount) { if isNeeded[Int($0)] { serves = true } }
            if !serves { isRemoved[position] = true }
        }
        markWanted(isNeeded)
    }

    /// Tells instructions that give four values which of them are read.
    private mutating func markWanted(_ isNeeded: [Bool]) {
        for position in code.indices where code[position].operation.readsPicture {
            code[position].c = 0
            for (index, register) in code[position].results.enumerated() where isNeeded[Int(register)] {
                code[position].c |= 1 << Int32(index)
            }
        }
    }
}
