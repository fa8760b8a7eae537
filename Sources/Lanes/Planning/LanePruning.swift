/// What is left of a body when it is known which way branches go that all pixels take alike.
struct LanePruning {
    private var code: [LaneInstruction]
    private var isRemoved: [Bool]

    /// - Parameter holds: whether the condition of such a branch holds; nil if that is not known.
    static func pruned(_ body: [LaneInstruction], where holds: (Int32) -> Bool?) -> [LaneInstruction] {
        var pruning = LanePruning(code: body, isRemoved: Array(repeating: false, count: body.count))
        pruning.settleBranches(holds)
        pruning.removeUnreached()
        pruning.removeJumpsAhead()
        return pruning.code.compacted(without: pruning.isRemoved)
    }

    private mutating func settleBranches(_ holds: (Int32) -> Bool?) {
        for position in code.indices where code[position].operation == .jumpIfFirstIsFalse {
            guard let isTrue = holds(code[position].a) else { continue }
            if isTrue { isRemoved[position] = true } else { code[position].operation = .jump }
        }
    }

    private mutating func removeUnreached() {
        var isReached = Array(repeating: false, count: code.count)
        var starts = [0]
        while let start = starts.popLast() {
            var position = start
            while position < code.count, !isReached[position] {
                isReached[position] = true
                let instruction = code[position]
                let jumps = instruction.operation.isJump && !isRemoved[position]
                if jumps { starts.append(Int(instruction.count)) }
                if jumps && instruction.operation == .jump { break }
                position += 1
            }
        }
        for position in code.indices where !isReached[position] { isRemoved[position] = true }
    }

    /// Jumps that lead to what comes next anyway.
    private mutating func removeJumpsAhead() {
        for position in code.indices.reversed() where !isRemoved[position] && code[position].operation.isJump {
            let target = Int(code[position].count)
            guard target > position, isRemoved[position + 1..<target].allSatisfy(\.self) else { continue }
            isRemoved[position] = true
        }
    }
}

extension [LaneInstruction] {
    /// The others, jumps leading where they led.
    func compacted(without isRemoved: [Bool]) -> [LaneInstruction] {
        var moved: [Int32] = []
        var next: Int32 = 0
        for isRemoved in isRemoved {
            moved.append(next)
            if !isRemoved { next += 1 }
        }
        moved.append(next)
        return zip(self, isRemoved).compactMap { instruction, isRemoved in
            guard !isRemoved else { return nil }
            var instruction = instruction
            if instruction.operation.isJump { instruction.count = moved[Int(instruction.count)] }
            return instruction
        }
    }
}
