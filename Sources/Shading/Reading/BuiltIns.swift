/// The functions that the language has, by what they take and give.
///
/// - Source: OpenGL ES Shading Language 3.00, section 8.
enum BuiltIns {
    /// Each a result and what is taken, a letter for a type. F, I, U and B are scalars or vectors, all of them in one
    /// signature of one size; V, J, W and C are vectors only; f, i, u and b scalars; 2, 3 and 4 vectors of floats; j two
    /// integers; s a picture; M a matrix.
    static let signatures: [String: [String]] = {
        var table: [String: [String]] = [:]
        for (names, signatures) in list {
            for name in names.split(separator: " ") { table[String(name)] = signatures }
        }
        return table
    }()

    private static let list: [(String, [String])] = [
        (
            "radians degrees sin cos tan asin acos sinh cosh tanh asinh acosh atanh exp log exp2 log2 sqrt inversesqrt "
                + "floor trunc round roundEven ceil fract normalize dFdx dFdy fwidth", ["FF"]
        ),
        ("abs sign", ["FF", "II"]),
        ("atan", ["FF", "FFF"]),
        ("pow reflect", ["FFF"]),
        ("mod", ["FFF", "FFf"]),
        ("modf", ["FFF"]),
        ("min max", ["FFF", "FFf", "III", "IIi", "UUU", "UUu"]),
        ("clamp", ["FFFF", "FFff", "IIII", "IIii", "UUUU", "UUuu"]),
        ("mix", ["FFFF", "FFFf", "FFFB"]),
        ("step", ["FFF", "FfF"]),
        ("smoothstep", ["FFFF", "FffF"]),
        ("isnan isinf", ["BF"]),
        ("floatBitsToInt", ["IF"]), ("floatBitsToUint", ["UF"]),
        ("intBitsToFloat", ["FI"]), ("uintBitsToFloat", ["FU"]),
        ("packSnorm2x16 packUnorm2x16 packHalf2x16", ["u2"]),
        ("unpackSnorm2x16 unpackUnorm2x16 unpackHalf2x16", ["2u"]),
        ("length", ["fF"]), ("distance dot", ["fFF"]), ("cross", ["333"]), ("faceforward", ["FFFF"]),
        ("refract", ["FFFf"]),
        ("lessThan lessThanEqual greaterThan greaterThanEqual", ["CVV", "CJJ", "CWW"]),
        ("equal notEqual", ["CVV", "CJJ", "CWW", "CCC"]),
        ("any all", ["bC"]), ("not", ["CC"]),
        ("matrixCompMult transpose determinant inverse outerProduct", []),
        ("textureSize", ["jsi"]),
        ("texture", ["4s2", "4s2f"]),
        ("textureLod", ["4s2f"]),
        ("textureOffset", ["4s2j", "4s2jf"]), ("textureLodOffset", ["4s2fj"]),
        ("texelFetch", ["4sji"]), ("texelFetchOffset", ["4sjij"]),
        ("textureGrad", ["4s222"]), ("textureGradOffset", ["4s222j"]),
        ("textureProj", ["4s3", "4s3f", "4s4", "4s4f"]),
        ("textureProjLod", ["4s3f", "4s4f"]), ("textureProjGrad", ["4s322", "4s422"]),
        ("textureProjOffset", ["4s3j", "4s4j", "4s3jf", "4s4jf"]),
        ("textureProjLodOffset", ["4s3fj", "4s4fj"]), ("textureProjGradOffset", ["4s322j", "4s422j"]),
    ]

    /// Those that are no constant, whatever they are given.
    static let readPixels: Set<String> = Set(
        signatures.keys.filter { $0.hasPrefix("tex") } + ["dFdx", "dFdy", "fwidth"])

    /// Numbers that shaders may ask for.
    static let limits: [(String, UInt32)] = [
        ("gl_MaxVertexAttribs", 16), ("gl_MaxVertexUniformVectors", 1024), ("gl_MaxVertexOutputVectors", 31),
        ("gl_MaxFragmentInputVectors", 31), ("gl_MaxVertexTextureImageUnits", 16),
        ("gl_MaxCombinedTextureImageUnits", 96), ("gl_MaxTextureImageUnits", 16),
        ("gl_MaxFragmentUniformVectors", 1024), ("gl_MaxDrawBuffers", 8), ("gl_MaxProgramTexelOffset", 7),
        ("gl_MinProgramTexelOffset", UInt32(bitPattern: -8)),
    ]

    /// What a function gives for arguments of these types; nil if it does not take them.
    static func result(of name: String, _ signatures: [String], _ arguments: [ShaderType]) -> ShaderType? {
        if let type = ofMatrices(name, arguments) { return type }
        for signature in signatures where signature.count == arguments.count + 1 {
            if let type = match(Array(signature), arguments) { return type }
        }
        return nil
    }

    private static func match(_ signature: [Character], _ arguments: [ShaderType]) -> ShaderType? {
        var size: Int?
        for (letter, argument) in zip(signature.dropFirst(), arguments) {
            guard let kind = open[letter] else {
                guard fixed[letter] == argument else { return nil }
                continue
            }
            guard argument.kind == kind, let own = argument.vectorSize, size ?? own == own else { return nil }
            guard own > 1 || !"VJWC".contains(letter) else { return nil }
            size = own
        }
        guard let letter = signature.first else { return nil }
        return fixed[letter] ?? open[letter].map { .of($0, size ?? 1) }
    }

    private static let open: [Character: ScalarKind] = [
        "F": .float, "I": .int, "U": .uint, "B": .bool, "V": .float, "J": .int, "W": .uint, "C": .bool,
    ]

    private static let fixed: [Character: ShaderType] = [
        "f": .float, "i": .int, "u": .uint, "b": .bool, "2": .vector(.float, 2), "3": .vector(.float, 3),
        "4": .vector(.float, 4), "j": .vector(.int, 2), "s": .sampler,
    ]

    private static func ofMatrices(_ name: String, _ arguments: [ShaderType]) -> ShaderType? {
        switch (name, arguments.first, arguments.count) {
        case ("matrixCompMult", let first?, 2): first.isMatrix && arguments[1] == first ? first : nil
        case ("transpose", .matrix(let columns, let rows)?, 1): .matrix(columns: rows, rows: columns)
        case ("determinant", .matrix(let columns, let rows)?, 1): columns == rows ? .float : nil
        case ("inverse", .matrix(let columns, let rows)?, 1):
            columns == rows ? .matrix(columns: columns, rows: rows) : nil
        case ("outerProduct", .vector(.float, let rows)?, 2):
            if case .vector(.float, let columns) = arguments[1] { .matrix(columns: columns, rows: rows) } else { nil }
        default: nil
        }
    }
}
