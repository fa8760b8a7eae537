import Lanes

/// A place in a lane machine: from 0 on those that blocks of pixels use again and again, below 0 those that keep what they
/// have from the prologue on.
typealias Register = Int32

/// Turns what was read into instructions.
///
/// Every value is taken apart into scalars, each in a register of its own; functions are put in place of their calls; and what
/// only some pixels do is done for all of them, under a mask that says whose results count.
struct Lowering {
    var code: [LaneInstruction] = []
    private var prologue: [LaneInstruction] = []

    /// Whether instructions go into the prologue.
    private(set) var isFixing = false

    /// The place of each register of pixels. What is no longer needed leaves its place to others.
    private var places: [Int32] = []
    private var nextPlace: Int32 = 0
    private var placeCount: Int32 = 0
    private var fixedCount: Register = 0
    private var literals: [UInt32: Register] = [:]

    /// Registers of variables that are written to.
    private var changing: Set<Register> = []
    /// Those of them that functions may change by themselves.
    private var shared: Set<Register> = []

    private var bindings: [ObjectIdentifier: Binding] = [:]

    enum Binding {
        case registers([Register])
        case picture(Int32)
    }

    /// Which pixels do what is done now; nil if all of them.
    var mask: Register?

    /// The innermost way that only some pixels may go: a branch, a loop, a function. Pixels that leave it do not come back as
    /// long as it lasts.
    private(set) var way = 0
    private var wayCount = 0
    /// The ways on which registers of variables were declared.
    private var origins: [Register: Int] = [:]

    /// Jumps to the end of what has the mask for itself, innermost last.
    var skips: [[Int]] = [[]]
    var leaving: [LeavingPoint] = []
    var calls: [Call] = []

    /// Set where pixels are discarded, if any are.
    var discarded: Register?

    var outside = Outside()

    /// More are no shader, but functions that call and call.
    private static let mostInstructions = 200_000
    /// Of up to 512 bytes each, for every thread.
    private static let mostRegisters = 1 << 18
}

extension Lowering {
    /// Refuses what has become too large.
    func checkSize(at place: SourcePlace) throws(ShaderError) {
        guard code.count + prologue.count < Self.mostInstructions, Int(placeCount + fixedCount) < Self.mostRegisters
        else {
            throw ShaderError(.tooLong, at: place)
        }
    }
}

/// Registers.
extension Lowering {
    mutating func fresh(_ count: Int) -> [Register] {
        if isFixing {
            let first = -1 - fixedCount
            fixedCount += Register(count)
            return (0..<count).map { first - Register($0) }
        }
        let first = Register(places.count)
        for offset in 0..<Int32(count) { places.append(nextPlace + offset) }
        nextPlace += Int32(count)
        placeCount = max(placeCount, nextPlace)
        return (0..<count).map { first + Register($0) }
    }

    /// Lets go of the places that `body` takes.
    mutating func released<Value>(
        _ body: (inout Lowering) throws(ShaderError) -> Value
    ) throws(ShaderError) -> Value {
        let (first, place) = (Register(places.count), nextPlace)
        defer {
            changing = changing.filter { $0 < first }
            nextPlace = place
        }
        return try body(&self)
    }

    /// The register that holds these bits in all lanes.
    mutating func literal(_ bits: UInt32) -> Register {
        if let known = literals[bits] { return known }
        fixedCount += 1
        literals[bits] = -fixedCount
        return -fixedCount
    }

    mutating func literal(_ value: Float) -> Register { literal(value.bitPattern) }
    mutating func literal(_ value: Int32) -> Register { literal(UInt32(bitPattern: value)) }

    /// Registers of the prologue that somebody else sets.
    mutating func settings(_ count: Int) -> [Register] {
        let wasFixing = isFixing
        isFixing = true
        defer { isFixing = wasFixing }
        return fresh(count)
    }

    /// Whether instructions find them one after another.
    func isConsecutive(_ registers: [Register]) -> Bool {
        guard let first = registers.first else { return true }
        return registers.enumerated().allSatisfy { $1 == (first < 0 ? first - Register($0) : first + Register($0)) }
    }
}

/// Ways.
extension Lowering {
    mutating func onWay<Value>(
        _ body: (inout Lowering) throws(ShaderError) -> Value
    ) throws(ShaderError) -> Value {
        let outer = way
        wayCount += 1
        way = wayCount
        defer { way = outer }
        return try body(&self)
    }

    /// Notes that nobody outside this way has these registers.
    mutating func originate(_ registers: [Register]) {
        for register in registers { origins[register] = way }
    }

    /// The mask under which registers are written to. None is due on the way on which they were declared: pixels that are not on
    /// it do not read them.
    func mask(for registers: [Register]) -> Register? {
        registers.allSatisfy { origins[$0] == way } ? nil : mask
    }
}

/// Variables.
extension Lowering {
    mutating func bind(_ variable: Variable, to registers: [Register], isShared: Bool = false) {
        bindings[ObjectIdentifier(variable)] = .registers(registers)
        guard variable.writes > 0 else { return }
        changing.formUnion(registers.filter { $0 >= 0 })
        if isShared { shared.formUnion(registers.filter { $0 >= 0 }) }
    }

    mutating func bind(_ variable: Variable, toPicture number: Int32) {
        bindings[ObjectIdentifier(variable)] = .picture(number)
    }

    func binding(of variable: Variable) -> Binding? { bindings[ObjectIdentifier(variable)] }

    func registers(of variable: Variable) -> [Register] {
        guard case .registers(let registers)? = binding(of: variable) else { return [] }
        return registers
    }

    /// Whether what they hold stays as it is, whatever comes.
    func isStable(_ registers: [Register]) -> Bool { registers.allSatisfy { !changing.contains($0) } }

    /// Whether a function that is called may change what they hold.
    func isShared(_ registers: [Register]) -> Bool { registers.contains(where: shared.contains) }

    /// Whether a value depends on no pixel and is found without harm: it is found once, before any pixel.
    func isFixed(_ expression: Expression) -> Bool {
        switch expression.form {
        case .literal: return true
        case .variable(let variable):
            if case .registers(let registers)? = binding(of: variable) { return registers.allSatisfy { $0 < 0 } }
            return variable.type == .sampler
        case .assign, .step, .sequence, .call: return false
        case .builtIn(let name, _) where BuiltIns.readPixels.contains(name) && name != "textureSize" || name == "modf":
            return false
        default: return expression.parts.allSatisfy(isFixed)
        }
    }

    mutating func fixing<Value>(
        _ body: (inout Lowering) throws(ShaderError) -> Value
    ) throws(ShaderError) -> Value {
        isFixing = true
        defer { isFixing = false }
        return try body(&self)
    }
}

/// Instructions.
extension Lowering {
    mutating func emit(
        _ operation: LaneOperation, _ result: Register = 0, _ a: Register = 0, _ b: Register = 0, _ c: Register = 0,
        count: Int = 0, stride: Int = 1
    ) {
        let instruction = LaneInstruction(
            operation, result: result, a: a, b: b, c: c, count: Int32(count), stride: Int32(stride))
        if isFixing { prologue.append(instruction) } else { code.append(instruction) }
    }

    mutating func made(_ operation: LaneOperation, _ a: Register, _ b: Register = 0, _ c: Register = 0) -> Register {
        let result = fresh(1)[0]
        emit(operation, result, a, b, c)
        return result
    }

    mutating func move(_ value: Register, to register: Register) {
        if value != register { emit(.move, register, value) }
    }

    /// A jump whose target is told later.
    mutating func jump(_ operation: LaneOperation, _ mask: Register = 0) -> Int {
        emit(operation, 0, mask)
        return code.count - 1
    }

    /// Lets jumps lead to what comes next.
    mutating func land(_ jumps: [Int]) {
        for position in jumps { code[position].count = Int32(code.count) }
    }

    /// The registers of pixels, after those that keep what they have.
    func program() -> LaneProgram {
        var program = LaneProgram()
        program.prologue = prologue.map(settled)
        program.body = code.map(settled)
        program.fixedCount = Int(fixedCount)
        program.places = Array(0..<fixedCount) + places.map { fixedCount + $0 }
        program.constants = literals.sorted { $0.key < $1.key }.map { .init(register: settled($1), bits: $0) }
        program.discarded = discarded.map(settled)
        return program
    }

    func settled(_ register: Register) -> Register { register < 0 ? -1 - register : fixedCount + register }

    private func settled(_ instruction: LaneInstruction) -> LaneInstruction {
        var instruction = instruction
        instruction.result = settled(instruction.result)
        instruction.a = settled(instruction.a)
        instruction.b = settled(instruction.b)
        instruction.c = settled(instruction.c)
        return instruction
    }
}
