/// Something to do.
indirect enum Statement {
    case declare(Variable, Expression?)
    case expression(Expression)
    case block([Statement])
    case branch(Expression, then: Statement, otherwise: Statement?)
    case loop(Loop)
    case choose(Expression, [Case])
    case leaveLoop
    case nextPass
    case giveBack(Expression?)
    case discard

    struct Loop {
        /// `for` has one.
        var start: [Statement] = []
        /// Nil if it goes on until it is left; `for` and `while` may declare a variable for each pass.
        var condition: Expression?
        var declared: Variable?
        var step: Expression?
        let body: Statement
        /// Whether the body is done once before the condition is asked.
        var isBodyFirst = false
    }

    /// What is done for some values of a `switch`.
    struct Case {
        /// Nil among them is `default`.
        let labels: [Expression?]
        let body: [Statement]
    }
}

/// The ways out of a statement other than by its end.
struct Exits: OptionSet {
    let rawValue: Int

    static let leaveLoop = Exits(rawValue: 1)
    static let nextPass = Exits(rawValue: 2)
    static let giveBack = Exits(rawValue: 4)
    static let discard = Exits(rawValue: 8)
}

extension Statement {
    var exits: Exits {
        switch self {
        case .declare, .expression: []
        case .block(let statements): statements.exits
        case .branch(_, let then, let otherwise): then.exits.union(otherwise?.exits ?? [])
        case .loop(let loop): loop.body.exits.subtracting([.leaveLoop, .nextPass])
        case .choose(_, let cases):
            cases.reduce(into: Exits()) { $0.formUnion($1.body.exits) }.subtracting(.leaveLoop)
        case .leaveLoop: .leaveLoop
        case .nextPass: .nextPass
        case .giveBack: .giveBack
        case .discard: .discard
        }
    }

    /// Whether the loop or switch around it is left, or a pass cut short, inside a `switch` in it.
    var cutsPassInSwitch: Bool {
        switch self {
        case .block(let statements): statements.contains(where: \.cutsPassInSwitch)
        case .branch(_, let then, let otherwise): then.cutsPassInSwitch || otherwise?.cutsPassInSwitch ?? false
        case .choose(_, let cases): cases.contains { $0.body.exits.contains(.nextPass) }
        default: false
        }
    }

    /// Whether a function is left inside a loop or a `switch`.
    var givesBackInside: Bool {
        switch self {
        case .block(let statements): statements.contains(where: \.givesBackInside)
        case .branch(_, let then, let otherwise): then.givesBackInside || otherwise?.givesBackInside ?? false
        case .loop, .choose: exits.contains(.giveBack)
        default: false
        }
    }
}

extension [Statement] {
    var exits: Exits { reduce(into: Exits()) { $0.formUnion($1.exits) } }
}
