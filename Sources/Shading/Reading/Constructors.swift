/// What values of a type can be made from.
enum Constructors {
    /// Nil if `arguments` do.
    static func fault(_ type: ShaderType, _ arguments: [ShaderType]) -> ShaderFault? {
        let wrong = ShaderFault.cannotConstruct(type.description, from: arguments.map(\.description))
        switch type {
        case .void, .sampler: return wrong
        case .structure(let structure): return structure.fields.map(\.type) == arguments ? nil : wrong
        case .array(let element, let count):
            return arguments.count == count && arguments.allSatisfy { $0 == element } ? nil : wrong
        case .scalar: return arguments.count == 1 && arguments[0].kind != nil ? nil : wrong
        case .vector(_, let count): return isRight(arguments, wants: count) ? nil : wrong
        case .matrix(let columns, let rows):
            if arguments.count == 1, arguments[0].isMatrix { return nil }
            guard !arguments.contains(where: \.isMatrix) else { return wrong }
            return isRight(arguments, wants: columns * rows) ? nil : wrong
        }
    }

    /// One scalar for all, or enough components with none of the arguments to spare.
    private static func isRight(_ arguments: [ShaderType], wants count: Int) -> Bool {
        guard !arguments.isEmpty, arguments.allSatisfy({ $0.kind != nil }) else { return false }
        if arguments.count == 1, arguments[0].isScalar { return true }
        let total = arguments.reduce(0) { $0 + $1.componentCount }
        let withoutLast = arguments.dropLast().reduce(0) { $0 + $1.componentCount }
        return total >= count && withoutLast < count
    }
}
