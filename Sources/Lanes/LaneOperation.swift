/// What one instruction does, for every lane alike.
///
/// Lanes are 32 bits wide and hold a float, an integer, or a truth value as all bits or none. `a`, `b` and `c` are registers.
public enum LaneOperation: UInt8, Sendable {
    // Floats.
    case add, subtract, multiply, divide, minimum, maximum, modulo, power, arcTangent2
    case negate, magnitude, sign, floor, ceiling, truncate, roundEven, fraction
    case squareRoot, inverseSquareRoot, exponential, logarithm, exponential2, logarithm2
    case sine, cosine, tangent, arcSine, arcCosine, arcTangent
    case sinh, cosh, tanh, arcSinh, arcCosh, arcTanh
    /// a · b + c, rounded twice.
    case multiplyAdd
    case less, lessOrEqual, equal, notEqual, isNaN, isInfinite

    // Integers of 32 bits; those on unsigned ones say so.
    case addInteger, subtractInteger, multiplyInteger
    case divideSigned, divideUnsigned, remainderSigned, remainderUnsigned
    case minimumSigned, maximumSigned, minimumUnsigned, maximumUnsigned
    case negateInteger, magnitudeInteger, signInteger
    case and, or, exclusiveOr, not, andNot
    case shiftLeft, shiftRightSigned, shiftRightUnsigned
    case lessSigned, lessUnsigned, lessOrEqualSigned, lessOrEqualUnsigned, equalInteger, notEqualInteger

    // From one kind to another.
    case signedFromFloat, unsignedFromFloat, floatFromSigned, floatFromUnsigned
    case halvesFromFloats, floatFromLowHalf, floatFromHighHalf

    // Moves.
    case move
    /// `b` where the mask `a` is set, `c` elsewhere.
    case select
    /// One of `count` registers from `b` on, `stride` apart; each lane of `a` says which.
    case gather
    /// Into one of `count` registers from `result` on, `stride` apart, as each lane of `a` says; only where the mask `c` is set.
    case scatter

    // Pictures, by number in `count`; the result is four registers.
    /// At `a` across and `b` up, 0 to 1, between the nearest four texels.
    case sample
    /// The texel at column `a`, row `b`.
    case fetch

    // Across lanes of a 2 × 2 block of pixels.
    case differenceAcross, differenceUp

    // Control; the target is in `count`.
    case jump
    case jumpIfNone
    case jumpIfFirstIsFalse
    /// One more pass of a loop.
    case pass
}

extension LaneOperation {
    /// How many of `a`, `b` and `c` are read as registers of their own.
    var operandCount: Int {
        switch self {
        case .jump, .pass: 0
        case .jumpIfNone, .jumpIfFirstIsFalse, .gather, .differenceAcross, .differenceUp, .move, .not: 1
        case .negate, .magnitude, .sign, .floor, .ceiling, .truncate, .roundEven, .fraction, .squareRoot,
            .inverseSquareRoot, .exponential, .logarithm, .exponential2, .logarithm2, .sine, .cosine, .tangent,
            .arcSine,
            .arcCosine, .arcTangent, .sinh, .cosh, .tanh, .arcSinh, .arcCosh, .arcTanh, .isNaN, .isInfinite:
            1
        case .negateInteger, .magnitudeInteger, .signInteger, .signedFromFloat, .unsignedFromFloat, .floatFromSigned,
            .floatFromUnsigned, .floatFromLowHalf, .floatFromHighHalf:
            1
        case .multiplyAdd, .select, .scatter: 3
        default: 2
        }
    }

    /// Whether it reads a picture.
    var readsPicture: Bool { self == .sample || self == .fetch }

    /// Whether what comes next is not always what follows.
    var isJump: Bool { self == .jump || self == .jumpIfNone || self == .jumpIfFirstIsFalse }

    /// Whether it does nothing but set its result, each lane from the same lane of its operands.
    var isLanewise: Bool {
        switch self {
        case .jump, .jumpIfNone, .jumpIfFirstIsFalse, .pass, .gather, .scatter, .sample, .fetch, .differenceAcross,
            .differenceUp:
            false
        default: true
        }
    }
}

/// One step of a `LaneProgram`.
public struct LaneInstruction: Hashable, Sendable {
    public var operation: LaneOperation
    public var result: Int32
    public var a: Int32
    public var b: Int32
    public var c: Int32
    /// A jump's target, a picture's number, or how many registers there are to choose from.
    public var count: Int32
    /// How far these are apart; of a picture's values, how many there are if not four.
    public var stride: Int32

    public init(
        _ operation: LaneOperation, result: Int32 = 0, a: Int32 = 0, b: Int32 = 0, c: Int32 = 0, count: Int32 = 0,
        stride: Int32 = 1
    ) {
        self.operation = operation
        self.result = result
        self.a = a
        self.b = b
        self.c = c
        self.count = count
        self.stride = stride
    }
}
