import Lanes

extension Lowering {
    /// `texture` and its kin. Pictures have one level, so that whatever chooses one is found, but makes no difference.
    mutating func texture(_ name: String, _ arguments: [Expression]) throws(ShaderError) -> [Register] {
        let picture = picture(of: arguments[0])
        if name == "textureSize" { return size(of: picture) }
        let values = try values(Array(arguments.dropFirst()))
        if name.hasPrefix("texelFetch") {
            let texel = name.hasSuffix("Offset") ? each(.addInteger, values[0], values[2]) : values[0]
            return texel4(.fetch, texel, picture)
        }
        var place = Array(values[0].prefix(2))
        if name.hasPrefix("textureProj"), let last = values[0].last { place = each(.divide, place, [last]) }
        if let own = zip(arguments.dropFirst(), values).first(where: { $0.0.type == .vector(.int, 2) })?.1 {
            let extent = each(.floatFromSigned, size(of: picture))
            place = each(.add, place, each(.divide, each(.floatFromSigned, own), extent))
        }
        return texel4(.sample, place, picture)
    }

    private mutating func texel4(_ operation: LaneOperation, _ place: [Register], _ picture: Int32) -> [Register] {
        let results = fresh(4)
        emit(operation, results[0], place[0], place[1], count: Int(picture))
        return results
    }

    private func picture(of expression: Expression) -> Int32 {
        guard case .variable(let variable) = expression.form, case .picture(let number)? = binding(of: variable) else {
            preconditionFailure("no picture has this sampler")
        }
        return number
    }

    /// Width and height in texels.
    private mutating func size(of picture: Int32) -> [Register] {
        if let known = outside.sizes[picture] { return known }
        let registers = settings(2)
        outside.sizes[picture] = registers
        return registers
    }
}
