import Lanes

/// Functions of whole vectors and matrices.
extension Lowering {
    mutating func geometry(_ name: String, _ values: [[Register]]) -> [Register]? {
        let x = values[0]
        switch name {
        case "length": return [length(x)]
        case "distance": return [length(each(.subtract, x, values[1]))]
        case "dot": return [dot(x, values[1])]
        case "normalize":
            return each(.multiply, x, [made(.inverseSquareRoot, dot(x, x))])
        case "cross":
            let y = values[1]
            return [(1, 2), (2, 0), (0, 1)].map { first, second in
                made(
                    .subtract, made(.multiply, x[first], y[second]), made(.multiply, y[first], x[second]))
            }
        case "faceforward":
            let isFront = made(.less, dot(values[2], values[1]), literal(Float(0)))
            return x.map { made(.select, isFront, $0, made(.negate, $0)) }
        case "reflect":
            let share = dot(values[1], x)
            return each(.subtract, x, each(.multiply, values[1], [made(.add, share, share)]))
        case "refract": return refraction(x, values[1], values[2][0])
        default: return nil
        }
    }

    private mutating func length(_ x: [Register]) -> Register {
        x.count == 1 ? made(.magnitude, x[0]) : made(.squareRoot, dot(x, x))
    }

    /// - Source: OpenGL ES Shading Language 3.00, section 8.5.
    private mutating func refraction(_ ray: [Register], _ normal: [Register], _ ratio: Register) -> [Register] {
        let (zero, one) = (literal(Float(0)), literal(Float(1)))
        let share = dot(normal, ray)
        let squared = made(.multiply, ratio, ratio)
        let k = made(.subtract, one, made(.multiply, squared, made(.subtract, one, made(.multiply, share, share))))
        let factor = made(.multiplyAdd, ratio, share, made(.squareRoot, made(.maximum, k, zero)))
        let bent = each(.subtract, each(.multiply, ray, [ratio]), each(.multiply, normal, [factor]))
        let isLost = made(.less, k, zero)
        return bent.map { made(.andNot, $0, isLost) }
    }

    mutating func matrixFunction(_ name: String, _ values: [[Register]], _ types: [ShaderType]) -> [Register]? {
        let x = values[0]
        if name == "outerProduct" {
            let y = values[1]
            return y.flatMap { column in x.map { made(.multiply, $0, column) } }
        }
        guard case .matrix(let columns, let rows) = types[0] else { return nil }
        switch name {
        case "matrixCompMult": return each(.multiply, x, values[1])
        case "transpose": return Self.cells(rows, columns) { column, row in x[row * rows + column] }
        case "determinant": return [determinant(x, rows)]
        case "inverse": return inverse(x, rows)
        default: return nil
        }
    }

    /// Along the first column.
    private mutating func determinant(_ cells: [Register], _ size: Int) -> Register {
        if size == 1 { return cells[0] }
        var sum: Register?
        for row in 0..<size {
            let part = made(.multiply, cells[row], determinant(Self.minor(cells, size, column: 0, row: row), size - 1))
            guard let old = sum else {
                sum = part
                continue
            }
            sum = made(row.isMultiple(of: 2) ? .add : .subtract, old, part)
        }
        return sum ?? cells[0]
    }

    private mutating func inverse(_ cells: [Register], _ size: Int) -> [Register] {
        let scale = made(.divide, literal(Float(1)), determinant(cells, size))
        var result: [Register] = []
        for column in 0..<size {
            for row in 0..<size {
                // The cofactor of the place on the other side of the diagonal.
                let own = determinant(Self.minor(cells, size, column: row, row: column), size - 1)
                let signed = (column + row).isMultiple(of: 2) ? own : made(.negate, own)
                result.append(made(.multiply, signed, scale))
            }
        }
        return result
    }

    private static func minor(_ cells: [Register], _ size: Int, column: Int, row: Int) -> [Register] {
        (0..<size).filter { $0 != column }.flatMap { other in
            (0..<size).filter { $0 != row }.map { cells[other * size + $0] }
        }
    }
}
