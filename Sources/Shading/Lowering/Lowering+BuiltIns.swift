import Lanes

extension Lowering {
    mutating func builtIn(
        _ name: String, _ arguments: [Expression], _ type: ShaderType
    ) throws(ShaderError) -> [Register] {
        if name.hasPrefix("tex") { return try texture(name, arguments) }
        if name == "modf" { return try wholePart(arguments[0], into: arguments[1]) }
        let values = try values(arguments)
        if let operation = Self.single[name] { return each(operation, values[0]) }
        if let result = matrixFunction(name, values, arguments.map(\.type)) { return result }
        if let result = geometry(name, values) { return result }
        if let result = packing(name, values) { return result }
        if let result = comparison(name, values, arguments[0].type.kind ?? .float) { return result }
        return componentwise(name, values, arguments)
    }

    /// Functions of one argument that are one instruction.
    private static let single: [String: LaneOperation] = [
        "sin": .sine, "cos": .cosine, "tan": .tangent, "asin": .arcSine, "acos": .arcCosine, "sinh": .sinh,
        "cosh": .cosh, "tanh": .tanh, "asinh": .arcSinh, "acosh": .arcCosh, "atanh": .arcTanh, "exp": .exponential,
        "log": .logarithm, "exp2": .exponential2, "log2": .logarithm2, "sqrt": .squareRoot,
        "inversesqrt": .inverseSquareRoot, "floor": .floor, "trunc": .truncate, "round": .roundEven,
        "roundEven": .roundEven, "ceil": .ceiling, "fract": .fraction, "dFdx": .differenceAcross,
        "dFdy": .differenceUp, "isnan": .isNaN, "isinf": .isInfinite, "not": .not, "floatBitsToInt": .move,
        "floatBitsToUint": .move, "intBitsToFloat": .move, "uintBitsToFloat": .move,
    ]

    private mutating func componentwise(
        _ name: String, _ values: [[Register]], _ arguments: [Expression]
    ) -> [Register] {
        let kind = arguments[0].type.kind ?? .float
        let isFloat = kind == .float
        let (x, y) = (values[0], values.count > 1 ? values[1] : [])
        switch name {
        case "radians": return each(.multiply, x, [literal(Float(Double.pi / 180))])
        case "degrees": return each(.multiply, x, [literal(Float(180 / Double.pi))])
        case "abs": return each(isFloat ? .magnitude : .magnitudeInteger, x)
        case "sign": return each(isFloat ? .sign : .signInteger, x)
        case "atan": return values.count == 2 ? each(.arcTangent2, x, y) : each(.arcTangent, x)
        case "pow": return power(x, y, Known.components(of: arguments[1]))
        case "mod": return each(.modulo, x, y)
        case "min": return each(least(kind), x, y)
        case "max": return each(greatest(kind), x, y)
        case "clamp": return each(least(kind), each(greatest(kind), x, y), values[2])
        case "fwidth":
            let (across, up) = (each(.differenceAcross, x), each(.differenceUp, x))
            return each(.add, each(.magnitude, across), each(.magnitude, up))
        case "mix":
            let share = values[2]
            if arguments[2].type.kind == .bool {
                return x.indices.map { made(.select, share[$0], y[$0], x[$0]) }
            }
            let rest = each(.subtract, [literal(Float(1))], share)
            return each(.add, each(.multiply, x, rest), each(.multiply, y, share))
        case "step":
            return each(.andNot, [literal(Float(1))], each(.less, y, x))
        case "smoothstep":
            let part = each(.divide, each(.subtract, values[2], x), each(.subtract, y, x))
            let t = each(.minimum, each(.maximum, part, [literal(Float(0))]), [literal(Float(1))])
            let slope = each(.subtract, [literal(Float(3))], each(.add, t, t))
            return each(.multiply, each(.multiply, t, t), slope)
        default: preconditionFailure("no function \(name)")
        }
    }

    /// With an exponent that is known to be 1, 2 or 4, negative numbers have powers as well, as drivers have it.
    private mutating func power(_ x: [Register], _ y: [Register], _ known: [UInt32]?) -> [Register] {
        x.indices.map { index in
            switch known.map({ Float(bitPattern: $0[index]) }) {
            case 1: return x[index]
            case 2: return made(.multiply, x[index], x[index])
            case 4:
                let square = made(.multiply, x[index], x[index])
                return made(.multiply, square, square)
            default: return made(.power, x[index], y[index])
            }
        }
    }

    private func least(_ kind: ScalarKind) -> LaneOperation {
        kind == .float ? .minimum : kind == .uint ? .minimumUnsigned : .minimumSigned
    }

    private func greatest(_ kind: ScalarKind) -> LaneOperation {
        kind == .float ? .maximum : kind == .uint ? .maximumUnsigned : .maximumSigned
    }

    private mutating func wholePart(
        _ argument: Expression, into target: Expression
    ) throws(ShaderError) -> [Register] {
        let place = try place(of: target)
        let value = try value(argument)
        let whole = each(.truncate, value)
        let rest = each(.subtract, value, whole)
        write(whole, to: place)
        return rest
    }

    /// Comparisons of vectors, and what becomes of them.
    private mutating func comparison(_ name: String, _ values: [[Register]], _ kind: ScalarKind) -> [Register]? {
        switch name {
        case "any", "all":
            let rest = values[0].dropFirst()
            return [rest.reduce(values[0][0]) { made(name == "any" ? .or : .and, $0, $1) }]
        case "lessThan": return each(Self.comparison(.less, kind), values[0], values[1])
        case "lessThanEqual": return each(Self.comparison(.lessOrEqual, kind), values[0], values[1])
        case "greaterThan": return each(Self.comparison(.less, kind), values[1], values[0])
        case "greaterThanEqual": return each(Self.comparison(.lessOrEqual, kind), values[1], values[0])
        case "equal": return each(kind == .float ? .equal : .equalInteger, values[0], values[1])
        case "notEqual": return each(kind == .float ? .notEqual : .notEqualInteger, values[0], values[1])
        default: return nil
        }
    }

    /// Two numbers in one of 32 bits.
    private mutating func packing(_ name: String, _ values: [[Register]]) -> [Register]? {
        let x = values[0]
        let (zero, one) = (literal(Float(0)), literal(Float(1)))
        switch name {
        case "packHalf2x16": return [made(.halvesFromFloats, x[0], x[1])]
        case "unpackHalf2x16": return [made(.floatFromLowHalf, x[0]), made(.floatFromHighHalf, x[0])]
        case "packUnorm2x16", "packSnorm2x16":
            let isSigned = name == "packSnorm2x16"
            let bounded = each(.minimum, each(.maximum, x, [isSigned ? literal(Float(-1)) : zero]), [one])
            let scaled = each(.roundEven, each(.multiply, bounded, [literal(isSigned ? Float(32767) : 65535)]))
            let whole = each(.and, each(.signedFromFloat, scaled), [literal(UInt32(0xffff))])
            return [made(.or, whole[0], made(.shiftLeft, whole[1], literal(UInt32(16))))]
        case "unpackUnorm2x16":
            let low = made(.and, x[0], literal(UInt32(0xffff)))
            let parts = [low, made(.shiftRightUnsigned, x[0], literal(UInt32(16)))]
            return each(.divide, each(.floatFromSigned, parts), [literal(Float(65535))])
        case "unpackSnorm2x16":
            let sixteen = literal(UInt32(16))
            let low = made(.shiftRightSigned, made(.shiftLeft, x[0], sixteen), sixteen)
            let parts = [low, made(.shiftRightSigned, x[0], sixteen)]
            let scaled = each(.divide, each(.floatFromSigned, parts), [literal(Float(32767))])
            return each(.minimum, each(.maximum, scaled, [literal(Float(-1))]), [one])
        default: return nil
        }
    }
}
