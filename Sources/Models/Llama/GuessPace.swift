/// How many tokens are worth guessing ahead, learned from what guessing has cost and brought so far.
///
/// A pass over a few tokens more takes longer, and pays only where enough of the guesses are right. So plain passes are timed
/// as well; where guessing is the slower way it rests, three times as long every time.
struct GuessPace {
    /// Guesses at most in one pass.
    let limit: Int

    /// One and so many: what products take in one tile, or in two.
    private var length = 3
    /// Seconds for a token; nil as long as nothing was timed.
    private var plain: Double?
    private var guessed: Double?
    private var resting = 0
    private var nextRest = Self.shortestRest
    private var passesWithGuesses = 0
    private var passesSincePlain = 0

    private static let shortestRest = 16
    private static let longestRest = 512
    /// What a plain pass takes may change: weights are laid out on the way, and texts get longer.
    private static let longestWithoutPlain = 48

    init(limit: Int) {
        self.limit = limit
    }

    /// Guesses for the next pass.
    var count: Int {
        guard plain != nil, resting == 0, passesSincePlain < Self.longestWithoutPlain else { return 0 }
        return min(length, limit)
    }

    /// Notes a pass that did not ask for guesses.
    mutating func notePlain(seconds: Double) {
        plain = Self.mean(plain, seconds)
        passesSincePlain = 0
        if resting > 0 { resting -= 1 }
    }

    /// Notes a pass that asked for guesses, whether it got any or not.
    ///
    /// - Parameters:
    ///   - right: guesses that stood, of `guesses`.
    ///   - seconds: guessing included.
    mutating func note(guesses: Int, right: Int, seconds: Double) {
        passesSincePlain += 1
        passesWithGuesses += 1
        guessed = Self.mean(guessed, seconds / Double(right + 1))
        if guesses > 0, right == guesses {
            length = min(2 * length + 1, Self.longest)
        } else if 2 * right < guesses {
            length = max((length - 1) / 2, 1)
        }
        guard let plain, let guessed else { return }
        if guessed < plain {
            nextRest = Self.shortestRest
        } else if passesWithGuesses > 1 || guessed > Self.muchSlower * plain {
            rest()
        }
    }

    private static let longest = 15
    /// From here on one pass is reason enough.
    private static let muchSlower = 1.25

    private mutating func rest() {
        resting = nextRest
        nextRest = min(3 * nextRest, Self.longestRest)
        length = 3
        guessed = nil
        passesWithGuesses = 0
    }

    /// The latest few count most.
    private static func mean(_ mean: Double?, _ new: Double) -> Double { mean.map { 0.7 * $0 + 0.3 * new } ?? new }
}
