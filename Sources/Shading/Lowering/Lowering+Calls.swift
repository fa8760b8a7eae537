import Lanes

/// A function that is being put in place of a call.
struct Call {
    let function: Function
    let result: [Register]
    /// Whether it can be left early, so that it has a mask of its own.
    let hasWaysOut: Bool
    /// Pixels that have left it, where somebody has to ask.
    let left: Register?
}

extension Lowering {
    mutating func call(
        _ function: Function, _ arguments: [Expression], at place: SourcePlace, into target: [Register]?
    ) throws(ShaderError) -> [Register] {
        guard let body = function.body else { throw ShaderError(.noBody(function.name), at: place) }
        guard !calls.contains(where: { $0.function === function }) else {
            throw ShaderError(.recursion(function.name), at: place)
        }
        let result = target ?? fresh(function.result.componentCount)
        let outer = mask
        var returns: [(place: Place, registers: [Register])] = []
        let givesBack = function.parameters.contains { $0.passing != .in }
        let hasEffects = givesBack || arguments.contains(where: \.hasEffects)
        for (parameter, argument) in zip(function.parameters, arguments) {
            if let found = try hand(argument, to: parameter, besideResults: hasEffects) { returns.append(found) }
        }
        try run(body, of: function, giving: result)
        mask = outer
        if let discarded, let mask { emit(.andNot, mask, mask, discarded) }
        for (place, registers) in returns { write(registers, to: place) }
        return result
    }

    /// - Parameter besideResults: whether the call writes to what others are given.
    /// - Returns: what is to be written where after the call.
    private mutating func hand(
        _ argument: Expression, to parameter: Variable, besideResults: Bool
    ) throws(ShaderError) -> (Place, [Register])? {
        if parameter.type == .sampler {
            guard case .variable(let variable) = argument.form, case .picture(let number)? = binding(of: variable)
            else {
                preconditionFailure("no picture has this sampler")
            }
            bind(parameter, toPicture: number)
            return nil
        }
        let count = parameter.type.componentCount
        guard parameter.passing != .in else {
            let found = try value(argument)
            let stays = isStable(found) || !besideResults && !isShared(found)
            bind(parameter, to: parameter.writes == 0 && stays ? found : moved(found, fresh(count)))
            return nil
        }
        let place = try place(of: argument)
        let own = fresh(count)
        if parameter.passing == .inout {
            _ = moved(read(place), own)
        } else {
            clear(own)
        }
        bind(parameter, to: own)
        return (place, own)
    }

    /// Zero in all lanes, so that what nobody has set is the same in every run.
    mutating func clear(_ registers: [Register]) {
        for register in registers { emit(.move, register, literal(UInt32(0))) }
    }

    /// Puts the body of a function in place.
    mutating func run(_ body: [Statement], of function: Function, giving result: [Register]) throws(ShaderError) {
        let hasWaysOut = function.hasWaysOut
        var left: Register?
        if hasWaysOut {
            let own = fresh(1)[0]
            emit(.move, own, mask ?? literal(UInt32.max))
            mask = own
            clear(result)
            if body.contains(where: \.givesBackInside) {
                let register = fresh(1)[0]
                clear([register])
                left = register
            }
        }
        calls.append(Call(function: function, result: result, hasWaysOut: hasWaysOut, left: left))
        skips.append([])
        let outerLeaving = leaving
        leaving = []
        try onWay { (lowering) throws(ShaderError) in try lowering.lower(body) }
        leaving = outerLeaving
        land(skips.removeLast())
        calls.removeLast()
    }
}

extension Variable {
    var passing: Passing { if case .parameter(let passing) = role { passing } else { .in } }
}
