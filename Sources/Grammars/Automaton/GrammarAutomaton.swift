/// A grammar as an automaton that reads bytes; what may come next is worked out when it is first asked for.
///
/// A state is all ways in which the bytes so far can be read: for each, the place in the grammar where the next byte is
/// wanted, and what is to follow behind the rules that are open. What follows is shared between the ways, as in a
/// graph-structured stack (Tomita 1985).
struct GrammarAutomaton {
    /// Nothing can follow; never the state of a text that is allowed.
    static let dead = 0
    /// No byte has been read.
    private(set) var start = 0

    private let places: [Place]
    private let alternatives: [[Int32]]
    /// Bytes that no rule tells apart are of one class.
    private let classes: [UInt8]
    private let representatives: [UInt8]
    /// What it costs to get from a place to the end of its alternative.
    private let rests: [Int]

    private var frames = [Frame(place: -1, below: -1)]
    private var frameCosts = [0]
    private var frameNumbers: [Frame: Int32] = [:]
    private var states: [State] = []
    private var stateNumbers: [[Way]: Int] = [:]
    /// [state · classes + class]: the state after a byte; -1 if nobody has asked.
    private var moves: [Int32] = []

    enum Place {
        case bytes(ByteSet)
        case rule(Int32)
        case end
    }

    /// Where to go on when a rule has been read, and what is behind that; frame 0 is the end of the text.
    struct Frame: Hashable {
        let place: Int32
        let below: Int32
    }

    struct Way: Hashable, Comparable {
        let place: Int32
        let below: Int32

        static func < (a: Way, b: Way) -> Bool { (a.place, a.below) < (b.place, b.below) }
    }

    private struct State {
        let ways: [Way]
        /// Of the shortest text to an end.
        let cost: Int
    }

    /// A way with place -1: the text may end here.
    private static let ended = Way(place: -1, below: 0)

    /// - Parameter price: what one byte of a set costs; `ShortestTexts.never` if it cannot be had.
    init(_ grammar: Grammar, price: @escaping (ByteSet) -> Int) {
        let shortest = ShortestTexts(grammar.rules, price: price)
        var places: [Place] = []
        var rests: [Int] = []
        var starts: [[Int32]] = []
        for rule in grammar.rules {
            starts.append(
                rule.alternatives.map { symbols in
                    let start = Int32(places.count)
                    var costs = [0]
                    for symbol in symbols.reversed() {
                        costs.append(min(costs[costs.count - 1] + shortest.cost(of: symbol), ShortestTexts.never))
                    }
                    rests += costs.reversed()
                    for symbol in symbols {
                        switch symbol {
                        case .bytes(let set): places.append(.bytes(set))
                        case .rule(let rule): places.append(.rule(Int32(rule)))
                        }
                    }
                    places.append(.end)
                    return start
                })
        }
        self.places = places
        self.rests = rests
        alternatives = starts
        (classes, representatives) = Self.classes(of: places)
        addState([])
        start = state(entering: starts[grammar.root])
    }

    /// Classes of bytes, and one byte of each.
    private static func classes(of places: [Place]) -> ([UInt8], [UInt8]) {
        var sets: Set<ByteSet> = []
        for case .bytes(let set) in places { sets.insert(set) }
        var groups: [[Bool]: UInt8] = [:]
        var classes: [UInt8] = []
        var representatives: [UInt8] = []
        let ordered = Array(sets)
        for byte in UInt8.min...UInt8.max {
            let pattern = ordered.map { $0.contains(byte) }
            if groups[pattern] == nil {
                groups[pattern] = UInt8(representatives.count)
                representatives.append(byte)
            }
            classes.append(groups[pattern] ?? 0)
        }
        return (classes, representatives)
    }

    /// Whether it has grown so large that it is better begun anew.
    var isFull: Bool { states.count > 200_000 || moves.count > 16_000_000 }

    /// Whether a text may end in this state.
    func mayEnd(in state: Int) -> Bool { states[state].ways.first == Self.ended }

    /// Whether a text can only end in this state.
    func mustEnd(in state: Int) -> Bool { states[state].ways == [Self.ended] }

    /// What the shortest text to an end costs.
    func cost(of state: Int) -> Int { states[state].cost }

    mutating func state(after byte: UInt8, in state: Int) -> Int {
        let move = state * representatives.count + Int(classes[Int(byte)])
        if moves[move] >= 0 { return Int(moves[move]) }
        var entry = Entry()
        for way in states[state].ways {
            guard way.place >= 0, case .bytes(let set) = places[Int(way.place)], set.contains(byte) else { continue }
            enter(way.place + 1, below: way.below, &entry)
        }
        let made = addState(entry.ways)
        moves[move] = Int32(made)
        return made
    }

    private mutating func state(entering starts: [Int32]) -> Int {
        var entry = Entry()
        for start in starts { enter(start, below: 0, &entry) }
        return addState(entry.ways)
    }

    private struct Entry {
        var ways: [Way] = []
        var seen: Set<Way> = []
    }

    /// All places where a byte is wanted that can be got to from `place` without one.
    private mutating func enter(_ place: Int32, below: Int32, _ entry: inout Entry) {
        var waiting = [Way(place: place, below: below)]
        while let way = waiting.popLast() {
            guard entry.seen.insert(way).inserted else { continue }
            switch places[Int(way.place)] {
            case .bytes: entry.ways.append(way)
            case .end:
                let frame = frames[Int(way.below)]
                if way.below == 0 {
                    entry.ways.append(Self.ended)
                } else {
                    waiting.append(Way(place: frame.place, below: frame.below))
                }
            case .rule(let rule):
                // Behind the last rule of an alternative comes what comes behind the alternative.
                var below = way.below
                if case .end = places[Int(way.place) + 1] {
                } else {
                    below = frameNumber(Frame(place: way.place + 1, below: way.below))
                }
                for start in alternatives[Int(rule)] { waiting.append(Way(place: start, below: below)) }
            }
        }
    }

    private mutating func frameNumber(_ frame: Frame) -> Int32 {
        if let number = frameNumbers[frame] { return number }
        let number = Int32(frames.count)
        frames.append(frame)
        frameCosts.append(min(rests[Int(frame.place)] + frameCosts[Int(frame.below)], ShortestTexts.never))
        frameNumbers[frame] = number
        return number
    }

    @discardableResult
    private mutating func addState(_ ways: [Way]) -> Int {
        let ways = Set(ways).sorted()
        if let known = stateNumbers[ways] { return known }
        let cost = ways.reduce(ShortestTexts.never) { best, way in
            way == Self.ended ? 0 : min(best, rests[Int(way.place)] + frameCosts[Int(way.below)])
        }
        // What cannot be brought to an end is no way.
        if cost >= ShortestTexts.never, !ways.isEmpty { return Self.dead }
        states.append(State(ways: ways, cost: cost))
        stateNumbers[ways] = states.count - 1
        moves += repeatElement(-1, count: representatives.count)
        return states.count - 1
    }
}
