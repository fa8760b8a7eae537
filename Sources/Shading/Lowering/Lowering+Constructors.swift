import Lanes

extension Lowering {
    mutating func constructed(_ type: ShaderType, _ parts: [Expression]) throws(ShaderError) -> [Register] {
        var registers: [Register] = []
        for (part, own) in zip(parts, try values(parts)) {
            if let from = part.type.kind, let to = type.kind {
                for register in own { registers.append(converted(register, from, to)) }
            } else {
                registers += own
            }
        }
        switch type {
        case .scalar: return [registers[0]]
        case .vector(_, let count):
            return registers.count == 1 ? Array(repeating: registers[0], count: count) : Array(registers.prefix(count))
        case .matrix(let columns, let rows):
            let (zero, one) = (literal(Float(0)), literal(Float(1)))
            if parts.count == 1, case .matrix(let ownColumns, let ownRows) = parts[0].type {
                return Self.cells(columns, rows) { column, row in
                    column < ownColumns && row < ownRows
                        ? registers[column * ownRows + row] : column == row ? one : zero
                }
            }
            if registers.count == 1 {
                return Self.cells(columns, rows) { column, row in column == row ? registers[0] : zero }
            }
            return Array(registers.prefix(columns * rows))
        default: return registers
        }
    }

    /// The components of a matrix, column by column.
    static func cells(_ columns: Int, _ rows: Int, _ cell: (Int, Int) -> Register) -> [Register] {
        (0..<columns).flatMap { column in (0..<rows).map { cell(column, $0) } }
    }

    mutating func converted(_ register: Register, _ from: ScalarKind, _ to: ScalarKind) -> Register {
        switch (from, to) {
        case (.float, .float), (.bool, .bool), (.int, .int), (.uint, .uint), (.int, .uint), (.uint, .int): register
        case (.float, .int): made(.signedFromFloat, register)
        case (.float, .uint): made(.unsignedFromFloat, register)
        case (.int, .float): made(.floatFromSigned, register)
        case (.uint, .float): made(.floatFromUnsigned, register)
        case (.float, .bool): made(.notEqual, register, literal(Float(0)))
        case (_, .bool): made(.notEqualInteger, register, literal(UInt32(0)))
        case (.bool, .float): made(.and, register, literal(Float(1)))
        case (.bool, _): made(.and, register, literal(UInt32(1)))
        }
    }
}
