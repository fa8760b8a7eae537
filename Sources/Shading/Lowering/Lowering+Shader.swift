import Lanes

extension Lowering {
    /// Puts all that was read together.
    mutating func lower(_ reader: ShaderReader) throws(ShaderError) {
        guard let main = reader.main, let body = main.body else { preconditionFailure("a shader without main") }
        outside.frame = settings(2)
        outside.column = fresh(1)[0]
        outside.row = fresh(1)[0]
        bindBuiltIns(reader)
        if reader.discards {
            let register = fresh(1)[0]
            clear([register])
            discarded = register
        }
        let outputs = reader.globals.map(\.variable).filter { if case .output = $0.role { true } else { false } }
        for (variable, initial) in reader.globals { try bindGlobal(variable, initial) }
        try placeOutputs(outputs)
        try run(body, of: main, giving: [])
    }

    private mutating func bindBuiltIns(_ reader: ShaderReader) {
        let half = literal(Float(0.5))
        let one = literal(Float(1))
        for variable in reader.builtIns {
            switch variable.name {
            case "gl_FragCoord": bind(variable, to: [outside.column, outside.row, half, one])
            case "gl_FrontFacing": bind(variable, to: [literal(UInt32.max)])
            case "gl_PointCoord": bind(variable, to: [literal(Float(0)), literal(Float(0))])
            case "gl_FragDepth":
                let own = fresh(1)
                clear(own)
                bind(variable, to: own, isShared: true)
            default: if let known = variable.known { bind(variable, to: known.map { literal($0) }) }
            }
        }
    }

    private mutating func bindGlobal(_ variable: Variable, _ initial: Expression?) throws(ShaderError) {
        switch variable.role {
        case .uniform where variable.type == .sampler:
            bind(variable, toPicture: Int32(outside.pictures.count))
            outside.pictures.append(variable.name)
        case .uniform:
            let registers = settings(variable.type.componentCount)
            bind(variable, to: registers)
            if variable.isUsed { outside.uniforms.append(.init(variable: variable, registers: registers)) }
        case .input:
            // Where the pixel's centre lies, 0 to 1 across and up.
            let own = fresh(2)
            emit(.divide, own[0], outside.column, outside.frame[0])
            emit(.divide, own[1], outside.row, outside.frame[1])
            bind(variable, to: own)
        default:
            try declare(variable, initial)
            bind(variable, to: registers(of: variable), isShared: true)
        }
    }

    /// Each output is one picture, an array several.
    private mutating func placeOutputs(_ outputs: [Variable]) throws(ShaderError) {
        var taken: Set<Int> = []
        for variable in outputs {
            guard variable.location != nil || outputs.count == 1 else {
                throw ShaderError(.outputWithoutPlace(variable.name), at: variable.place)
            }
            let registers = registers(of: variable)
            let count = if case .array(_, let count) = variable.type { count } else { 1 }
            let size = registers.count / count
            for element in 0..<count {
                let number = (variable.location ?? 0) + element
                guard (0..<8).contains(number), taken.insert(number).inserted else {
                    throw ShaderError(.outputPlaceTaken(variable.name, number), at: variable.place)
                }
                // What an output does not have is as a transparent black would have it.
                let own = registers[element * size..<(element + 1) * size]
                let rest = [literal(Float(0)), literal(Float(0)), literal(Float(0)), literal(Float(1))]
                outside.outputs.append(.init(number: number, registers: Array(own) + rest.dropFirst(size)))
            }
        }
    }
}
