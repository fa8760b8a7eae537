/// What a scalar, or each component of a vector, is.
enum ScalarKind: String, Hashable, Sendable {
    case float
    case int
    case uint
    case bool

    var isInteger: Bool { self == .int || self == .uint }

    /// What vectors of it are called, before their size.
    var vectorName: String {
        switch self {
        case .float: "vec"
        case .int: "ivec"
        case .uint: "uvec"
        case .bool: "bvec"
        }
    }
}

/// A type of the language.
indirect enum ShaderType: Hashable, Sendable {
    case void
    case scalar(ScalarKind)
    case vector(ScalarKind, Int)
    case matrix(columns: Int, rows: Int)
    case array(ShaderType, Int)
    case structure(Structure)
    /// A picture, read between its texels.
    case sampler

    static let float = ShaderType.scalar(.float)
    static let int = ShaderType.scalar(.int)
    static let uint = ShaderType.scalar(.uint)
    static let bool = ShaderType.scalar(.bool)

    /// A scalar if `count` is 1.
    static func of(_ kind: ScalarKind, _ count: Int) -> ShaderType {
        count == 1 ? .scalar(kind) : .vector(kind, count)
    }
}

/// Fields under one name, laid out one after another.
final class Structure: Hashable, Sendable {
    let name: String
    let fields: [(name: String, type: ShaderType)]

    init(name: String, fields: [(name: String, type: ShaderType)]) {
        self.name = name
        self.fields = fields
    }

    /// Two declarations are two types, whatever they hold.
    static func == (a: Structure, b: Structure) -> Bool { a === b }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

    /// The field's type, and how many components come before it.
    func field(_ name: String) -> (type: ShaderType, offset: Int)? {
        var offset = 0
        for field in fields {
            if field.name == name { return (field.type, offset) }
            offset += field.type.componentCount
        }
        return nil
    }
}

extension ShaderType {
    /// Scalars that a value consists of: matrices column by column, arrays element by element.
    var componentCount: Int {
        switch self {
        case .void, .sampler: 0
        case .scalar: 1
        case .vector(_, let count): count
        case .matrix(let columns, let rows): columns * rows
        case .array(let element, let count): element.componentCount * count
        case .structure(let structure): structure.fields.reduce(0) { $0 + $1.type.componentCount }
        }
    }

    /// Of a scalar, a vector or a matrix.
    var kind: ScalarKind? {
        switch self {
        case .scalar(let kind), .vector(let kind, _): kind
        case .matrix: .float
        case .void, .array, .structure, .sampler: nil
        }
    }

    /// How many components a scalar or a vector has.
    var vectorSize: Int? {
        switch self {
        case .scalar: 1
        case .vector(_, let count): count
        default: nil
        }
    }

    var isMatrix: Bool { if case .matrix = self { true } else { false } }
    var isScalar: Bool { if case .scalar = self { true } else { false } }
    var isVector: Bool { if case .vector = self { true } else { false } }
    var isArray: Bool { if case .array = self { true } else { false } }

    /// What an index picks, and out of how many; nil if there is nothing to pick.
    var element: (type: ShaderType, count: Int)? {
        switch self {
        case .vector(let kind, let count): (.scalar(kind), count)
        case .matrix(let columns, let rows): (.vector(.float, rows), columns)
        case .array(let element, let count): (element, count)
        default: nil
        }
    }

    var holdsSampler: Bool {
        switch self {
        case .sampler: true
        case .array(let element, _): element.holdsSampler
        case .structure(let structure): structure.fields.contains { $0.type.holdsSampler }
        default: false
        }
    }

    /// Whether there are floats in it, whose precision must have been said.
    var holdsFloat: Bool {
        switch self {
        case .array(let element, _): element.holdsFloat
        case .structure: false
        default: kind == .float
        }
    }

    /// The kind of every component, in order.
    var componentKinds: [ScalarKind] {
        switch self {
        case .void, .sampler: []
        case .scalar(let kind): [kind]
        case .vector(let kind, let count): Array(repeating: kind, count: count)
        case .matrix(let columns, let rows): Array(repeating: .float, count: columns * rows)
        case .array(let element, let count): (0..<count).flatMap { _ in element.componentKinds }
        case .structure(let structure): structure.fields.flatMap(\.type.componentKinds)
        }
    }
}

extension ShaderType: CustomStringConvertible {
    var description: String {
        switch self {
        case .void: "void"
        case .scalar(let kind): kind.rawValue
        case .vector(let kind, let count): "\(kind.vectorName)\(count)"
        case .matrix(let columns, let rows): columns == rows ? "mat\(columns)" : "mat\(columns)x\(rows)"
        case .array(let element, let count): "\(element)[\(count)]"
        case .structure(let structure): structure.name
        case .sampler: "sampler2D"
        }
    }

    /// The types that have names from the start.
    static let named: [String: ShaderType] = {
        var types: [String: ShaderType] = [
            "void": .void, "float": .float, "int": .int, "uint": .uint, "bool": .bool, "sampler2D": .sampler,
        ]
        for count in 2...4 {
            for kind in [ScalarKind.float, .int, .uint, .bool] {
                types["\(kind.vectorName)\(count)"] = .vector(kind, count)
            }
            types["mat\(count)"] = .matrix(columns: count, rows: count)
            for rows in 2...4 { types["mat\(count)x\(rows)"] = .matrix(columns: count, rows: rows) }
        }
        return types
    }()

    /// Kinds of pictures that exist in the language, but that no node brings.
    static let absentSamplers: Set<String> = [
        "sampler3D", "samplerCube", "sampler2DArray", "sampler2DShadow", "samplerCubeShadow", "sampler2DArrayShadow",
        "isampler2D", "isampler3D", "isamplerCube", "isampler2DArray", "usampler2D", "usampler3D", "usamplerCube",
        "usampler2DArray",
    ]
}
