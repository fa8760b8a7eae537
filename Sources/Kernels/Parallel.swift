/// The one parallel loop: calls `body` once for each index below `count`, spread over the current crew of threads.
///
/// Which thread runs which index is not defined, so a body must write only what no other index touches; then the result
/// does not depend on the number of threads. Neighbouring indices go to the same thread as far as threads keep pace, and
/// so do the same parts of one loop after the other.
func parallel(_ count: Int, _ body: (Int) -> Void) {
    ThreadPool.current.run(count, body)
}

/// As `parallel`, over chunks of `0..<count` of about equal length, none shorter than `minimum` but for the last.
///
/// Chunks depend on `count` and `minimum` alone, never on the number of threads.
func parallelChunks(_ count: Int, atLeast minimum: Int, _ body: (Range<Int>) -> Void) {
    // More parts than threads, so that a thread that is slowed down by the rest of the machine does not hold up all.
    let parts = max(1, min(count / max(1, minimum), 64))
    let length = (count + parts - 1) / parts
    parallel(parts) { part in
        let start = min(part * length, count)
        let end = min(start + length, count)
        if start < end { body(start..<end) }
    }
}
