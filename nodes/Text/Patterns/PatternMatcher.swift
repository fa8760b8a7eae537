/// Tries a program on a text.
struct PatternMatcher {
    private let program: PatternProgram
    let text: [Unicode.Scalar]

    /// Where each group begins and ends; -1 for one that is not in the match.
    private(set) var marks: [Int]

    /// How often each loop has been gone through, and where the last time began.
    private var loops: [(count: Int, last: Int)]
    private var stack: [Entry] = []
    private var steps = 0

    /// What is done or undone on the way back.
    private enum Entry {
        case branch(step: Int, place: Int)
        case mark(Int, was: Int)
        case loop(Int, count: Int, last: Int)
        /// A run may give back scalars down to `least`.
        case shorter(step: Int, least: Int, place: Int)
        /// A run may take more of them.
        case longer(step: Int, place: Int, left: Int)
        case body(step: Int, place: Int)
    }

    init(_ program: PatternProgram, groups: Int, text: [Unicode.Scalar]) {
        self.program = program
        self.text = text
        marks = Array(repeating: -1, count: 2 * groups + 2)
        loops = Array(repeating: (0, -1), count: program.loops)
    }

    /// The first match from `start` on.
    ///
    /// - Parameter isNew: whether a match at `start` itself must not be empty, as one has just been found there.
    /// - Throws: `CancellationError`.
    mutating func search(from start: Int, isNew: Bool) throws -> Range<Int>? {
        for place in start...max(start, text.count) {
            for slot in marks.indices { marks[slot] = -1 }
            stack.removeAll(keepingCapacity: true)
            if let end = try run(from: 0, at: place, notEndingAt: isNew && place == start ? place : nil) {
                return place..<end
            }
        }
        return nil
    }

    /// - Returns: where it ends; nil if it fails, and then nothing has changed.
    private mutating func run(from first: Int, at start: Int, notEndingAt forbidden: Int? = nil) throws -> Int? {
        let base = stack.count
        var (step, place) = (first, start)
        while true {
            steps &+= 1
            if steps & 0xFFFF == 0 { try Task.checkCancellation() }
            switch program.steps[step] {
            case .match where place != forbidden: return place
            case .done: return place
            case .set(let set) where place < text.count && set.contains(text[place]):
                (step, place) = (step + 1, place + 1)
                continue
            case .place(let kind) where isAt(kind, place):
                step += 1
                continue
            case .mark(let slot):
                stack.append(.mark(slot, was: marks[slot]))
                marks[slot] = place
                step += 1
                continue
            case .split(let one, let other):
                stack.append(.branch(step: other, place: place))
                step = one
                continue
            case .jump(let target):
                step = target
                continue
            case .run(let set, let counts, let isGreedy):
                if let end = run(set, counts, isGreedy, step, place) {
                    (step, place) = (step + 1, end)
                    continue
                }
            case .enter(let loop):
                set(loop, count: 0, last: -1)
                step += 1
                continue
            case .again(let loop, let counts, let isGreedy, let body):
                step = again(loop, counts, isGreedy, body, step, place)
                continue
            case .look(let isNegative, let behind, let end):
                if try look(step + 1, at: place - (behind ?? 0)) != isNegative {
                    step = end
                    continue
                }
            case .atomic(let end):
                let bottom = stack.count
                if let stop = try run(from: step + 1, at: place) {
                    settle(bottom)
                    (step, place) = (end, stop)
                    continue
                }
            case .back(let group, let ignoresCase):
                if let end = repeated(group, ignoresCase, place) {
                    (step, place) = (step + 1, end)
                    continue
                }
            case .whether(let group, let otherwise):
                step = marks[2 * group + 1] >= 0 ? step + 1 : otherwise
                continue
            default: break
            }
            guard let (next, there) = back(to: base) else { return nil }
            (step, place) = (next, there)
        }
    }

    /// The latest choice above `base`, with all undone that came after it.
    private mutating func back(to base: Int) -> (step: Int, place: Int)? {
        while stack.count > base {
            switch stack.removeLast() {
            case .branch(let step, let place): return (step, place)
            case .mark(let slot, let was): marks[slot] = was
            case .loop(let loop, let count, let last): loops[loop] = (count, last)
            case .shorter(let step, let least, let place):
                if place - 1 > least { stack.append(.shorter(step: step, least: least, place: place - 1)) }
                return (step + 1, place - 1)
            case .longer(let step, let place, let left):
                guard case .run(let set, _, _) = program.steps[step], place < text.count, set.contains(text[place])
                else { continue }
                if left > 1 { stack.append(.longer(step: step, place: place + 1, left: left - 1)) }
                return (step + 1, place + 1)
            case .body(let step, let place):
                guard case .again(let loop, _, _, let body) = program.steps[step] else { continue }
                set(loop, count: loops[loop].count + 1, last: place)
                return (body, place)
            }
        }
        return nil
    }

    private mutating func run(
        _ set: PatternSet, _ counts: ClosedRange<Int>, _ isGreedy: Bool, _ step: Int, _ place: Int
    ) -> Int? {
        let wanted = isGreedy ? counts.upperBound : counts.lowerBound
        var end = place
        while end - place < wanted, end < text.count, set.contains(text[end]) { end += 1 }
        guard end - place >= counts.lowerBound else { return nil }
        if isGreedy, end - place > counts.lowerBound {
            stack.append(.shorter(step: step, least: place + counts.lowerBound, place: end))
        } else if !isGreedy, counts.upperBound > counts.lowerBound {
            stack.append(.longer(step: step, place: end, left: counts.upperBound - counts.lowerBound))
        }
        return end
    }

    private mutating func again(
        _ loop: Int, _ counts: ClosedRange<Int>, _ isGreedy: Bool, _ body: Int, _ step: Int, _ place: Int
    ) -> Int {
        let (count, last) = loops[loop]
        if count < counts.lowerBound {
            set(loop, count: count + 1, last: place)
            return body
        }
        // A body that took nothing would take nothing for ever.
        guard count < counts.upperBound, place != last else { return step + 1 }
        if isGreedy {
            stack.append(.branch(step: step + 1, place: place))
            set(loop, count: count + 1, last: place)
            return body
        }
        stack.append(.body(step: step, place: place))
        return step + 1
    }

    private mutating func set(_ loop: Int, count: Int, last: Int) {
        stack.append(.loop(loop, count: loops[loop].count, last: loops[loop].last))
        loops[loop] = (count, last)
    }

    /// Whether what begins at `step` is found at `place`; its choices are forgotten.
    private mutating func look(_ step: Int, at place: Int) throws -> Bool {
        guard place >= 0 else { return false }
        let bottom = stack.count
        guard try run(from: step, at: place) != nil else { return false }
        settle(bottom)
        return true
    }

    /// Keeps what has to be undone above `bottom`, and drops what could be tried instead.
    private mutating func settle(_ bottom: Int) {
        let kept = stack[bottom...].filter { entry in
            switch entry {
            case .mark, .loop: true
            default: false
            }
        }
        stack.replaceSubrange(bottom..., with: kept)
    }

    private func repeated(_ group: Int, _ ignoresCase: Bool, _ place: Int) -> Int? {
        let (start, end) = (marks[2 * group], marks[2 * group + 1])
        guard start >= 0, end >= start, place + end - start <= text.count else { return nil }
        for offset in 0..<(end - start) {
            let (wanted, found) = (text[start + offset], text[place + offset])
            guard wanted == found || ignoresCase && found.caseVariants.contains(wanted) else { return nil }
        }
        return place + end - start
    }

    private func isAt(_ kind: PatternNode.Place, _ place: Int) -> Bool {
        switch kind {
        case .start: place == 0
        case .end: place == text.count
        case .lineStart: place == 0 || text[place - 1] == "\n"
        case .lineEnd: place == text.count || text[place] == "\n"
        case .lastLineEnd: place == text.count || place == text.count - 1 && text[place] == "\n"
        case .wordEdge: isWord(place - 1) != isWord(place)
        // In Python, not even that is in an empty text.
        case .noWordEdge: !text.isEmpty && isWord(place - 1) == isWord(place)
        }
    }

    private func isWord(_ place: Int) -> Bool { text.indices.contains(place) && text[place].isWordPart }
}
