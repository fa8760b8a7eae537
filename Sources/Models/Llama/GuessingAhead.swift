/// Guesses ahead of one text, for as long as that is the quicker way.
struct GuessingAhead {
    private var guesser: TokenGuesser
    private var pace: GuessPace
    private var asked = false
    /// When the pass began that is to be noted.
    private var start: ContinuousClock.Instant?

    /// - Parameter words: tokens that there are for the model that is guessed for.
    init(_ guesses: TokenGuesses, words: Int) {
        guesser = TokenGuesser(guesses, words: words)
        pace = GuessPace(limit: guesses.limit)
    }

    /// Guesses for the pass that begins now.
    ///
    /// - Parameter room: guesses at most.
    /// - Throws: `FileError` if the file of the smaller model has changed; `CancellationError`.
    mutating func next(after tokens: [Int], room: Int) throws -> [Int] {
        start = .now
        let count = min(pace.count, room)
        asked = count > 0
        return asked ? try guesser.next(after: tokens, limit: count) : []
    }

    /// Notes the pass that has ended.
    ///
    /// - Parameter right: guesses that stood, of `guesses`.
    mutating func note(guesses: Int, right: Int) {
        guard let start else { return }
        self.start = nil
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        // What is read once at the start tells nothing about what follows.
        if asked, guesser.wasBehind { return }
        // Looking into the text for nothing costs nothing.
        if asked, guesses > 0 || guesser.takesTime {
            pace.note(guesses: guesses, right: right, seconds: seconds)
        } else {
            pace.notePlain(seconds: seconds)
        }
    }
}
