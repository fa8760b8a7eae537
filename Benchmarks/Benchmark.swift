import Foundation

/// A piece of work with the shape that it has in real use, and how much of it there is.
struct Benchmark: Sendable {
    let name: String

    /// Multiplications and additions of the plain algorithm; 0 where moving bytes is the work.
    var operations = 0.0

    /// Bytes that have to be read and written at least.
    var bytes = 0.0

    /// Makes inputs, and gives the work to be timed.
    let prepare: @Sendable () -> () -> Void

    /// By the clock the best of several runs, since what else the machine has to do only ever adds; by processors the
    /// mean, since the system counts a thread's time some milliseconds late.
    func timing(seconds: Double = 1) -> Timing {
        let body = prepare()
        body()
        var best = Double.infinity
        var sum = Timing(wall: 0, processor: 0)
        var runs = 0.0
        while sum.wall < seconds {
            let time = Timing(of: body)
            best = min(best, time.wall)
            sum.wall += time.wall
            sum.processor += time.processor
            runs += 1
        }
        return Timing(wall: best, processor: sum.processor / runs)
    }
}

/// Seconds on the clock, and seconds that the processors worked for this program.
struct Timing {
    var wall: Double
    var processor: Double
}

extension Timing {
    init(of body: () -> Void) {
        let start = (Self.now(CLOCK_MONOTONIC), Self.now(CLOCK_PROCESS_CPUTIME_ID))
        body()
        wall = Self.now(CLOCK_MONOTONIC) - start.0
        processor = Self.now(CLOCK_PROCESS_CPUTIME_ID) - start.1
    }

    private static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
