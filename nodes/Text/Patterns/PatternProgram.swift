/// A regular expression as steps, tried in order, that go back to the latest choice when one fails.
struct PatternProgram {
    enum Step {
        case set(PatternSet)
        case place(PatternNode.Place)
        /// Notes where a group begins or ends.
        case mark(Int)
        case split(first: Int, second: Int)
        case jump(Int)
        /// One scalar, several times.
        case run(PatternSet, ClosedRange<Int>, isGreedy: Bool)
        case enter(loop: Int)
        /// The body once more, from `body`, or on with what follows.
        case again(loop: Int, ClosedRange<Int>, isGreedy: Bool, body: Int)
        /// What follows up to `end` is tried by itself.
        case look(isNegative: Bool, behind: Int?, end: Int)
        case atomic(end: Int)
        case back(Int, ignoresCase: Bool)
        case whether(group: Int, otherwise: Int)
        /// The end of a part that is tried by itself.
        case done
        case match
    }

    private(set) var steps: [Step] = []
    private(set) var loops = 0

    init(_ node: PatternNode) {
        append(node)
        steps.append(.match)
    }

    private mutating func append(_ node: PatternNode) {
        switch node {
        case .scalar(let set): steps.append(.set(set.spelledOut))
        case .place(let place): steps.append(.place(place))
        case .sequence(let parts): for part in parts { append(part) }
        case .choice(let branches): append(choice: branches[...])
        case .group(let inner, let number):
            steps.append(.mark(2 * number))
            append(inner)
            steps.append(.mark(2 * number + 1))
        case .loop(let inner, let counts, let eagerness): append(inner, counts, eagerness)
        case .look(let inner, let isNegative, let behind):
            reserve({ .look(isNegative: isNegative, behind: behind, end: $0) }) { program in
                program.append(inner)
                program.steps.append(.done)
            }
        case .atomic(let inner):
            reserve({ .atomic(end: $0) }) { program in
                program.append(inner)
                program.steps.append(.done)
            }
        case .back(let number, let ignoresCase): steps.append(.back(number, ignoresCase: ignoresCase))
        case .whether(let group, let yes, let no):
            reserve({ .whether(group: group, otherwise: $0) }) { program in
                program.append(yes)
                program.steps.append(.jump(0))
            }
            let jump = steps.count - 1
            append(no)
            steps[jump] = .jump(steps.count)
        }
    }

    /// A step that needs to know where what `body` appends ends.
    private mutating func reserve(_ step: (Int) -> Step, _ body: (inout Self) -> Void) {
        let place = steps.count
        steps.append(.done)
        body(&self)
        steps[place] = step(steps.count)
    }

    private mutating func append(choice branches: ArraySlice<PatternNode>) {
        var jumps: [Int] = []
        for branch in branches.dropLast() {
            reserve({ [place = steps.count] in .split(first: place + 1, second: $0) }) { program in
                program.append(branch)
                jumps.append(program.steps.count)
                program.steps.append(.jump(0))
            }
        }
        if let last = branches.last { append(last) }
        for jump in jumps { steps[jump] = .jump(steps.count) }
    }

    private mutating func append(
        _ inner: PatternNode, _ counts: ClosedRange<Int>, _ eagerness: PatternNode.Eagerness
    ) {
        if eagerness == .possessive { return append(.atomic(.loop(inner, counts: counts, .greedy))) }
        if case .scalar(let set) = inner {
            steps.append(.run(set.spelledOut, counts, isGreedy: eagerness == .greedy))
            return
        }
        let loop = loops
        loops += 1
        steps.append(.enter(loop: loop))
        // The loop's own step comes first, so that no count at all is one of the cases.
        steps.append(.jump(0))
        let body = steps.count
        append(inner)
        steps[body - 1] = .jump(steps.count)
        steps.append(.again(loop: loop, counts, isGreedy: eagerness == .greedy, body: body))
    }
}
