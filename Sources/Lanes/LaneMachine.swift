/// The registers of one thread, and how a program is run on them.
///
/// A block of pixels is two rows of 64: whole squares of 2 × 2, across which derivatives are taken.
final class LaneMachine {
    static let columns = 64
    static let lanes = 128

    let program: LaneProgram
    let frame: LaneFrame
    let registers: UnsafeMutableRawPointer

    init(_ program: LaneProgram, _ frame: LaneFrame) {
        self.program = program
        self.frame = frame
        let byteCount = max(1, program.registerCount) * Self.lanes * 4
        registers = .allocate(byteCount: byteCount, alignment: 64)
        registers.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    }

    deinit {
        registers.deallocate()
    }

    @inline(__always)
    func floats(_ register: Int32) -> UnsafeMutablePointer<Float> {
        (registers + Int(register) * Self.lanes * 4).assumingMemoryBound(to: Float.self)
    }

    @inline(__always)
    func integers(_ register: Int32) -> UnsafeMutablePointer<Int32> {
        (registers + Int(register) * Self.lanes * 4).assumingMemoryBound(to: Int32.self)
    }

    /// Sets constants and runs the prologue.
    func prepare(passes: Int) -> Bool {
        for constant in program.constants + frame.settings {
            integers(constant.register).update(repeating: Int32(bitPattern: constant.bits), count: Self.lanes)
        }
        return run(program.prologue, passes: passes)
    }

    /// Makes the block of pixels whose lower left one is at `column`, `row`.
    func render(column: Int, row: Int, passes: Int) -> Bool {
        let (x, y) = (floats(program.column), floats(program.row))
        for lane in 0..<Self.lanes {
            x[lane] = Float(column + lane % Self.columns) + 0.5
            y[lane] = Float(row + lane / Self.columns) + 0.5
        }
        guard run(program.body, passes: passes) else { return false }
        for output in program.outputs { write(output, column: column, row: row) }
        return true
    }

    private func write(_ output: LaneProgram.Output, column: Int, row: Int) {
        guard output.number < frame.targets.count, let target = frame.targets[output.number] else { return }
        let components = output.registers.map { floats($0) }
        let discarded = program.discarded.map { integers($0) }
        for line in 0..<min(2, frame.height - row) {
            let texels = target.texels + (row + line) * frame.width + column
            for offset in 0..<min(Self.columns, frame.width - column) {
                let lane = line * Self.columns + offset
                if let discarded, discarded[lane] != 0 { continue }
                texels[offset] = SIMD4(
                    components[0][lane], components[1][lane], components[2][lane], components[3][lane])
            }
        }
    }
}
