import Engine
import Synchronization

/// Adds one: chains and diamonds of any size are built from it.
struct ToyAdd: Node {
    static let summary = "Add two numbers."

    @Input("A number.", in: Int.min...Int.max) var a = 0
    @Input("Another.", in: Int.min...Int.max) var b = 0

    @Output var sum: Int

    func run(_ context: RunContext) {
        sum = a &+ b
    }
}

/// Takes anything, for its own sake.
struct ToySink: Node {
    static let summary = "Take any value."
    static let isOutput = true

    @Input("The value.") var value: Anything

    func run(_ context: RunContext) {}
}

struct ToyError: Error, CustomStringConvertible {
    let description: String
}

struct ToyFailure: Node {
    static let summary = "Fail."

    @Input("What to say.") var text = "it broke. Mend it."

    @Output var number: Int

    func run(_ context: RunContext) throws {
        throw ToyError(description: text)
    }
}

/// The time of day, as it were.
struct ToyClock: Node {
    static let summary = "Tell the time."
    static let isVolatile = true

    @Output var time: Int

    func run(_ context: RunContext) {
        time = 12
    }
}

/// Waits for a long time, telling its progress now and then.
struct ToyWait: Node {
    static let summary = "Wait."

    @Input("How long, in milliseconds.", in: 0...1_000_000) var duration = 0
    @Input("Something to be different in.", in: 0...1000) var salt = 0

    @Output var number: Int

    func run(_ context: RunContext) async throws {
        for step in 0..<duration {
            try context.progress(step, of: duration)
            try await Task.sleep(for: .milliseconds(1))
        }
        number = duration
    }
}

/// Waits until so many of its kind are at work at once; a runner that does not let them fails after a while.
struct ToyMeeting: Node {
    static let summary = "Wait for others."

    @Input("Where to meet.") var room = ""
    @Input("How many have to be there.", in: 1...100) var party = 2
    @Input("Something to be different in.", in: 0...1000) var salt = 0

    @Output var number: Int

    private static let arrivals = Mutex<[String: Int]>([:])

    func run(_ context: RunContext) async throws {
        Self.arrivals.withLock { $0[room, default: 0] += 1 }
        for _ in 0..<10_000 {
            if Self.arrivals.withLock({ $0[room, default: 0] }) >= party {
                number = salt
                return
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw ToyError(description: "nobody came. Let more nodes run at once.")
    }
}

/// Has two outputs, of which it may leave one out.
struct ToyPair: Node {
    static let summary = "Give a number, and perhaps text."

    @Input("Whether there is text.") var hasText = true

    @Output("number") var number: Int
    @Output("text") var text: String?

    func run(_ context: RunContext) {
        number = 7
        text = hasText ? "seven" : nil
    }
}

/// Takes literals of every kind as links.
struct ToyTaker: Node {
    static let summary = "Take numbers and text."
    static let isOutput = true

    @Input("A small number.", in: 0...10) var small = 1
    @Input("Text.") var text = "none"
    @Input("A number.", in: 0...1) var fraction = 0.5
    @Input("Yes or no.") var flag = false
    @Input("A word.", optional: true) var word = ToySampler.euler

    @Output("told") var told: String

    func run(_ context: RunContext) {
        told = "\(small) \(text) \(fraction) \(flag) \(word)"
    }
}

/// Reads the files that its text mentions, like a prompt with embeddings.
struct ToyMention: Node, ReadsFiles {
    static let summary = "Read mentioned files."
    static let isOutput = true

    @Input("Text with names of embeddings.") var text = ""

    func files(in folders: Folders) -> [String] {
        guard let text = $text.literal else {
            return folders.names(in: .models("embeddings")).compactMap {
                try? folders.file($0, in: .models("embeddings")).path
            }
        }
        return text.split(separator: " ").compactMap {
            try? folders.file(String($0), in: .models("embeddings")).path
        }
    }

    func run(_ context: RunContext) {}
}

/// A heavy value, and what is alive of its kind.
final class ToyWeight: Port {
    static let portType = "WEIGHT"
    let memoryCost: Int
    static let alive = Mutex(0)
    static let most = Mutex(0)

    init(cost: Int) {
        memoryCost = cost
        let now = Self.alive.withLock { alive in
            alive += 1
            return alive
        }
        Self.most.withLock { $0 = max($0, now) }
    }

    deinit { Self.alive.withLock { $0 -= 1 } }
}

/// Passes anything on, as a wildcard.
struct ToyPass: Node {
    static let summary = "Pass a value on."

    @Input("The value.") var value: Anything

    @Output("value") var passed: Anything

    func run(_ context: RunContext) {
        passed = value
    }
}

/// Makes a weight of so many bytes.
struct ToyForge: Node {
    static let summary = "Make something heavy."

    @Input("Something to be different in.", in: 0...1000) var salt = 0
    @Input("Something to wait for.") var after: Anything?

    @Output var weight: ToyWeight

    func run(_ context: RunContext) {
        weight = ToyWeight(cost: 1000)
    }
}

/// Weighs, and gives a number.
struct ToyScale: Node {
    static let summary = "Weigh something."

    @Input("What to weigh.") var weight: ToyWeight

    @Output var bytes: Int

    func run(_ context: RunContext) {
        bytes = weight.memoryCost
    }
}
