/// Calls `body` once for each index below `count`, spread over the current crew of threads, for loops that other targets have.
///
/// A body must write only what no other index touches; then the result does not depend on the number of threads.
public func parallelParts(_ count: Int, _ body: (Int) -> Void) {
    parallel(count, body)
}
