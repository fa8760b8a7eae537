/// The registers of one thread, and how a program is run on them.
///
/// A block of pixels is two rows of 64: whole squares of 2 × 2, across which derivatives are taken.
final class LaneMachine {
    static let columns = 64
    static let lanes = 128
    static let vectorLanes = 16
    static let vectorBytes = vectorLanes * 4
    static let registerBytes = lanes * 4

    let plan: LanePlan
    let frame: LaneFrame
    let registers: UnsafeMutableRawPointer
    /// Room for the texels that a vector reads at the border of a picture.
    let window: UnsafeMutablePointer<Float>

    init(_ plan: LanePlan, _ frame: LaneFrame) {
        self.plan = plan
        self.frame = frame
        let byteCount = max(Self.vectorBytes, plan.addresses.byteCount)
        registers = .allocate(byteCount: byteCount, alignment: 64)
        window = .allocate(capacity: Self.vectorLanes + 2)
        registers.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    }

    deinit {
        window.deallocate()
        registers.deallocate()
    }

    @inline(__always)
    func floats(at offset: Int32) -> UnsafeMutablePointer<Float> {
        (registers + Int(offset)).assumingMemoryBound(to: Float.self)
    }

    @inline(__always)
    func integers(at offset: Int32) -> UnsafeMutablePointer<Int32> {
        (registers + Int(offset)).assumingMemoryBound(to: Int32.self)
    }

    /// Sets constants and runs the prologue.
    func prepare(passes: Int) -> Bool {
        for constant in plan.constants + frame.settings {
            integers(at: Int32(plan.addresses.offset(constant.register)))
                .update(repeating: Int32(bitPattern: constant.bits), count: Self.vectorLanes)
        }
        return run(plan.prologue, passes: passes)
    }

    /// Whether the first lane of a register holds anything but zero.
    func isSet(_ register: Int32) -> Bool { integers(at: Int32(plan.addresses.offset(register)))[0] != 0 }

    /// Makes the block of pixels whose lower left one is at `column`, `row`.
    func render(column: Int, row: Int, passes: Int) -> Bool {
        let x = floats(at: Int32(plan.addresses.offset(plan.column)))
        let y = floats(at: Int32(plan.addresses.offset(plan.row)))
        for lane in 0..<Self.lanes {
            x[lane] = Float(column + lane % Self.columns) + 0.5
            y[lane] = Float(row + lane / Self.columns) + 0.5
        }
        guard run(plan.body, passes: passes) else { return false }
        for output in plan.outputs { write(output, column: column, row: row) }
        return true
    }

    private func write(_ output: LaneProgram.Output, column: Int, row: Int) {
        guard output.number < frame.targets.count, let target = frame.targets[output.number] else { return }
        let discarded = plan.discarded.map(values)
        let width = min(Self.columns, frame.width - column)
        for line in 0..<min(2, frame.height - row) {
            for (channel, register) in output.registers.enumerated() {
                let texels = target.texels.line(row + line, channel: channel) + column
                let (source, mask) = (values(register), line * Self.columns)
                for offset in 0..<width {
                    if let discarded, discarded.address[(mask + offset) & discarded.mask].bitPattern != 0 { continue }
                    texels[offset] = source.address[(mask + offset) & source.mask]
                }
            }
        }
    }

    /// Where the lanes of a register lie; a lane's number is to be taken by `mask`.
    private func values(_ register: Int32) -> (address: UnsafeMutablePointer<Float>, mask: Int) {
        let addresses = plan.addresses
        let lanes = addresses.isCommon(register) ? Self.vectorLanes : Self.lanes
        return (floats(at: Int32(addresses.offset(register))), lanes - 1)
    }
}
