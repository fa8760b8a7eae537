// Instructions that look beyond their own lane: pictures, registers by number, neighbours.

extension LaneMachine {
    func sample(_ i: LaneInstruction) {
        let picture = frame.pictures[Int(i.count)]
        let (across, up) = (floats(i.a), floats(i.b))
        for lane in 0..<Self.lanes { write(picture.sample(across[lane], up[lane]), i.result, lane) }
    }

    func fetch(_ i: LaneInstruction) {
        let picture = frame.pictures[Int(i.count)]
        let (column, row) = (integers(i.a), integers(i.b))
        for lane in 0..<Self.lanes { write(picture.texel(column[lane], row[lane]), i.result, lane) }
    }

    @inline(__always)
    private func write(_ texel: SIMD4<Float>, _ register: Int32, _ lane: Int) {
        let result = floats(register) + lane
        result[0] = texel.x
        result[Self.lanes] = texel.y
        result[2 * Self.lanes] = texel.z
        result[3 * Self.lanes] = texel.w
    }

    /// An index out of range takes the nearest in it.
    func gather(_ i: LaneInstruction) {
        let (index, first, result) = (integers(i.a), integers(i.b), integers(i.result))
        for lane in 0..<Self.lanes {
            let chosen = Int(max(0, min(index[lane], i.count - 1)))
            result[lane] = first[chosen * Int(i.stride) * Self.lanes + lane]
        }
    }

    /// An index out of range writes nothing.
    func scatter(_ i: LaneInstruction) {
        let (index, value, mask, first) = (integers(i.a), integers(i.b), integers(i.c), integers(i.result))
        for lane in 0..<Self.lanes where mask[lane] != 0 && index[lane] >= 0 && index[lane] < i.count {
            first[Int(index[lane]) * Int(i.stride) * Self.lanes + lane] = value[lane]
        }
    }

    /// The right pixel of a pair less the left one.
    func differenceAcross(_ i: LaneInstruction) {
        let (a, result) = (floats(i.a), floats(i.result))
        for lane in stride(from: 0, to: Self.lanes, by: 2) {
            let difference = a[lane + 1] - a[lane]
            result[lane] = difference
            result[lane + 1] = difference
        }
    }

    /// The upper pixel of a pair less the lower one.
    func differenceUp(_ i: LaneInstruction) {
        let (a, result) = (floats(i.a), floats(i.result))
        for lane in 0..<Self.columns {
            let difference = a[lane + Self.columns] - a[lane]
            result[lane] = difference
            result[lane + Self.columns] = difference
        }
    }
}
