// Instructions that read pictures.

extension LaneMachine {
    func sample(_ step: LaneStep) {
        let texels = frame.pictures[Int(step.count)].texels
        var (across, up) = (registers + Int(step.a), registers + Int(step.b))
        var result = registers + Int(step.result)
        let apart = Int(step.vectors) * Self.vectorBytes
        for _ in 0..<step.vectors {
            // From the centre of the lower left texel, in texels.
            let x = across.load(as: FloatLanes.self) * Float(texels.width) - 0.5
            let y = up.load(as: FloatLanes.self) * Float(texels.height) - 0.5
            let line = SampledLine(x, y, texels)
            if line.isOne {
                for channel in 0..<4 where step.wanted & (1 << Int32(channel)) != 0 {
                    result.storeBytes(
                        of: line.sample(channel, window), toByteOffset: channel * apart, as: FloatLanes.self)
                }
            } else {
                texels.sample(x, y, step.wanted, into: result, apart: apart)
            }
            across += Int(step.stepA)
            up += Int(step.stepB)
            result += Self.vectorBytes
        }
    }

    /// The texel at a column and row; all zero outside the picture.
    func fetch(_ step: LaneStep) {
        let texels = frame.pictures[Int(step.count)].texels
        let (columns, rows, result) = (integers(at: step.a), integers(at: step.b), floats(at: step.result))
        let (columnMask, rowMask) = (step.stepA == 0 ? 15 : -1, step.stepB == 0 ? 15 : -1)
        let lanes = Int(step.vectors) * Self.vectorLanes
        for lane in 0..<lanes {
            let (column, row) = (Int(columns[lane & columnMask]), Int(rows[lane & rowMask]))
            let isInside = column >= 0 && row >= 0 && column < texels.width && row < texels.height
            for channel in 0..<4 where step.wanted & (1 << Int32(channel)) != 0 {
                result[channel * lanes + lane] = isInside ? texels.line(row, channel: channel)[column] : 0
            }
        }
    }
}
