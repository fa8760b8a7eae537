// Instructions that look beyond their own lane: registers by number, neighbours.

extension LaneMachine {
    /// An index out of range takes the nearest in it.
    func gather(_ step: LaneStep) {
        let (index, result) = (integers(at: step.a), integers(at: step.result))
        let first = registers + Int(step.b)
        // A vector's lanes, or all of them, as often as there are.
        let (indexMask, valueMask) = (step.stepA == 0 ? 15 : -1, step.stepB == 0 ? 15 : -1)
        for lane in 0..<Int(step.vectors) * Self.vectorLanes {
            let chosen = Int(max(0, min(index[lane & indexMask], step.count - 1)))
            result[lane] = first.load(
                fromByteOffset: chosen * Int(step.stride) + 4 * (lane & valueMask), as: Int32.self)
        }
    }

    /// An index out of range writes nothing.
    func scatter(_ step: LaneStep) {
        let (index, value, mask) = (integers(at: step.a), integers(at: step.b), integers(at: step.c))
        let masks = (step.stepA == 0 ? 15 : -1, step.stepB == 0 ? 15 : -1, step.stepC == 0 ? 15 : -1)
        let first = registers + Int(step.result)
        for lane in 0..<Int(step.vectors) * Self.vectorLanes {
            let chosen = index[lane & masks.0]
            guard mask[lane & masks.2] != 0, chosen >= 0, chosen < step.count else { continue }
            first.storeBytes(
                of: value[lane & masks.1], toByteOffset: Int(chosen) * Int(step.stride) + 4 * lane, as: Int32.self)
        }
    }

    /// The right pixel of a pair less the left one.
    func differenceAcross(_ step: LaneStep) {
        let (a, result) = (floats(at: step.a), floats(at: step.result))
        let mask = step.stepA == 0 ? 15 : -1
        for lane in stride(from: 0, to: Int(step.vectors) * Self.vectorLanes, by: 2) {
            let difference = a[(lane + 1) & mask] - a[lane & mask]
            result[lane] = difference
            result[lane + 1] = difference
        }
    }

    /// The upper pixel of a pair less the lower one.
    func differenceUp(_ step: LaneStep) {
        let (a, result) = (floats(at: step.a), floats(at: step.result))
        guard step.vectors > 1 else {
            return result.update(repeating: a[0] - a[0], count: Self.vectorLanes)
        }
        let mask = step.stepA == 0 ? 15 : -1
        for lane in 0..<Self.columns {
            let difference = a[(lane + Self.columns) & mask] - a[lane & mask]
            result[lane] = difference
            result[lane + Self.columns] = difference
        }
    }
}
