import Engine
import Synchronization

/// Several values as a list.
struct ToyList: Node {
    static let summary = "Make a list."

    @Input("The items.", growing: .numbered("value", 0...10), matching: "item") var values: Growing<Anything>

    @Output("list", matching: "item") var items: [Anything]

    func run(_ context: RunContext) {
        items = values.values
    }
}

/// Adds a whole list up.
struct ToyTotal: Node {
    static let summary = "Add the numbers of a list up."

    @Input("The numbers.") var numbers: [Int]
    @Input("What is added.", in: 0...1000) var offset = 0

    @Output var total: Int

    func run(_ context: RunContext) {
        total = numbers.reduce(offset, +)
    }
}

/// Keeps what it is told under the name of a room.
struct ToyTell: Node {
    static let summary = "Tell a value."
    static let isOutput = true

    @Input("The room.") var room = ""
    @Input("The value.") var value: Anything

    private static let rooms = Mutex<[String: [String]]>([:])

    static func told(in room: String) -> [String] { rooms.withLock { $0[room] ?? [] } }

    func run(_ context: RunContext) {
        let text = (value.value as? any LiteralPort).map { "\($0.literal)" } ?? type(of: value.value).portType
        Self.rooms.withLock { $0[room, default: []].append(text) }
    }
}

/// Mixes two numbers, of which it may need only one.
struct ToyMix: ChoosesInputs {
    static let summary = "Mix two numbers."

    @Input("The first.", lazy: true) var first: Int
    @Input("The second.", lazy: true) var second: Int
    @Input("How much of the second.", in: 0...1) var share = 0.5

    @Output var mixed: Int

    func neededInputs() -> [any AnyInput] {
        share == 0 ? [$first] : share == 1 ? [$second] : [$first, $second]
    }

    func run(_ context: RunContext) {
        mixed = share == 0 ? first : share == 1 ? second : Int(Double(first) * (1 - share) + Double(second) * share)
    }
}

/// Needs its second input only if the first is odd.
struct ToyStepwise: ChoosesInputs {
    static let summary = "Ask for one number after the other."

    @Input("The first.", lazy: true) var first: Int
    @Input("Wanted if the first is odd.", lazy: true) var second: Int

    @Output var sum: Int

    func neededInputs() -> [any AnyInput] {
        $first.isThere && !first.isMultiple(of: 2) ? [$first, $second] : [$first]
    }

    func run(_ context: RunContext) {
        sum = first.isMultiple(of: 2) ? first : first + second
    }
}

/// Passes a value on, or keeps it from being used.
struct ToyBlocker: Node {
    static let summary = "Block a value."

    @Input("The value.") var value: Anything
    @Input("Whether it is blocked.") var isBlocked = false
    @Input("What is told then.") var message = ""

    @Output("value") var passed: Anything

    func run(_ context: RunContext) {
        if isBlocked { $passed.block(message.isEmpty ? nil : message) } else { passed = value }
    }
}

/// Compares two numbers.
struct ToyEqual: Node {
    static let summary = "Compare two numbers."

    @Input("A number.", in: Int.min...Int.max) var a = 0
    @Input("Another.", in: Int.min...Int.max) var b = 0

    @Output var isEqual: Bool

    func run(_ context: RunContext) {
        isEqual = a == b
    }
}

/// Has a fingerprint of its own: whatever `weather` says at the time.
struct ToyWeather: HasFingerprint {
    static let summary = "Tell the weather."

    @Input("The place.") var place = ""

    @Output var report: String

    static let weather = Mutex<[String: String]>([:])

    func fingerprint(in folders: Folders) throws -> String? {
        let now = Self.weather.withLock { $0[place] }
        if now == "storm" { throw ToyError(description: "no news. Wait.") }
        return now
    }

    func run(_ context: RunContext) {
        report = Self.weather.withLock { $0[place] } ?? "unknown"
    }
}

/// Tells which node it is.
struct ToyIdentity: Node {
    static let summary = "Tell the node's id."
    static let dependsOnID = true
    static let readsMetadata = true

    @Output var id: String

    func run(_ context: RunContext) {
        id = context.node.description
    }
}

enum ToyShape: String, Choice { case square, oblong }

/// Has inputs that depend on a choice.
struct ToyArea: Node {
    static let summary = "Tell an area."

    @Input("The shape.") var shape = ToyShape.square
    @Input("The side.", in: 1...100, when: .when("shape", is: "square")) var side = 1
    @Input("The width.", in: 1...100, when: .when("shape", is: "oblong")) var width = 1
    @Input("The height.", in: 1...100, when: .when("shape", is: "oblong")) var height = 1

    @Output var area: Int

    func run(_ context: RunContext) {
        area = shape == .square ? side * side : width * height
    }
}
