import Testing

@testable import Models

struct GuessPaceTests {
    /// A text where so many of the guesses are right, in a model whose passes take so long.
    private struct World {
        var right: (Int) -> Int
        /// Seconds of a pass with so many guesses.
        var seconds: (Int) -> Double
    }

    /// Seconds for about `tokens` tokens, and guesses that were made for them.
    private func write(_ tokens: Int, in world: World, limit: Int = 15) -> (seconds: Double, guesses: Int) {
        var pace = GuessPace(limit: limit)
        var (written, seconds, guesses) = (0, 0.0, 0)
        while written < tokens {
            let count = pace.count
            let (right, time) = (world.right(count), world.seconds(count))
            if count == 0 {
                pace.notePlain(seconds: time)
            } else {
                pace.note(guesses: count, right: right, seconds: time)
            }
            written += right + 1
            seconds += time
            guesses += count
        }
        return (seconds, guesses)
    }

    /// Eight rows take twice as long as one, as they do in models of four bits.
    private func seconds(_ guesses: Int) -> Double { guesses == 0 ? 1 : 1.4 + 0.08 * Double(guesses) }

    @Test func `a text that is always guessed is written in long strides`() {
        let (seconds, _) = write(1000, in: World(right: { $0 }, seconds: seconds))
        #expect(seconds < 1000 / 4)
    }

    @Test func `guesses that are never right cost little`() {
        let (seconds, guesses) = write(2000, in: World(right: { _ in 0 }, seconds: seconds))
        #expect(seconds < 2000 * 1.02)
        #expect(guesses > 0)
    }

    @Test func `guesses that cost more than they bring are given up`() {
        // A smaller model that is no quicker, always right.
        let (seconds, _) = write(2000, in: World(right: { $0 }, seconds: { $0 == 0 ? 1 : 1.4 + 1.1 * Double($0) }))
        #expect(seconds < 2000 * 1.02)
    }

    @Test func `where a text begins to repeat itself, guessing begins again`() {
        var written = 0
        let world = World(
            right: { count in
                defer { written += 1 }
                return written < 200 ? 0 : count
            }, seconds: seconds)
        let (seconds, _) = write(2000, in: world)
        #expect(seconds < 200 + 1800 / 3)
    }

    @Test func `few are guessed at a time where few are right`() {
        let (seconds, guesses) = write(
            1000, in: World(right: { min($0, 1) }, seconds: { $0 == 0 ? 1 : 1.2 + 0.1 * Double($0) }))
        #expect(seconds < 1000 * 0.85)
        #expect(guesses < 1000)
    }
}
