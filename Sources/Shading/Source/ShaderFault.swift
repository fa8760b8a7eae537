/// What can be wrong with a shader.
public enum ShaderFault: Hashable, Sendable {
    // Letters and lines.
    case strayLetter(String)
    case openComment
    case badNumber(String)
    case noVersion
    case otherVersion(String)
    case lateVersion
    case unknownDirective(String)
    case badDirective(String, wants: String)
    case demanded(String)
    case absentExtension(String)
    case badCondition(String)
    case openCondition
    case noCondition(String)
    case afterElse(String)
    case reservedName(String)
    case redefinedMacro(String)
    case macroArguments(String, wants: Int, found: Int)
    case openMacroCall(String)
    case endlessMacro(String)

    // Sentences.
    case unexpected(String, wants: String)
    case tooDeep
    case saidTwice(String)
    case clash(String, String)
    case notHere(String)
    case outside(String, of: String)

    // Names.
    case declaredTwice(String)
    case unknownName(String, meant: String?)
    case unknownFunction(String, meant: String?)
    case functionWithoutCall(String)
    case notAFunction(String)
    case builtInFunction(String)
    case noField(String, String, [String])
    case noFields(String)
    case badSwizzle(String, String)
    case swizzleTwice

    // Declarations.
    case noPrecision(String)
    case notConstant
    case badArraySize(Int)
    case arrayOfArrays
    case openArray(String)
    case noArrayOf(String)
    case badField(String)
    case emptyStructure
    case voidVariable(String)
    case samplerVariable(String)
    case constantWithoutValue(String)
    case valueFromOutside(String)
    case absentSampler(String)
    case uniformBlock(String)
    case noSuchInput(String)
    case badOutput(String, String)
    case outputWithoutPlace(String)
    case outputPlaceTaken(String, Int)
    case otherResult(String, String)
    case badMain
    case noMain
    case noBody(String)
    case recursion(String)

    // Types.
    case mismatch(found: String, wants: String, String)
    case operands(String, String, String)
    case operand(String, String)
    case notACondition(String)
    case notASelector(String)
    case badLabel(String)
    case labelTwice
    case notWritable(String?)
    case notIndexable(String)
    case badIndex(String)
    case indexOutside(Int, Int)
    case noOverload(String, [String], [[String]])
    case cannotConstruct(String, from: [String])
    case emptyReturn(String)
    case needlessReturn(String)
    case givesNothing(String, String)

    // Size.
    case tooLong
}
