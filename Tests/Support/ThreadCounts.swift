import Kernels

/// What `body` makes with crews of 1, 2 and 3 threads; a kernel's bits do not depend on it.
public func withThreadCounts<Result>(_ body: () throws -> Result) rethrows -> [Result] {
    try [1, 2, 3].map { threads in
        try ThreadPool.$current.withValue(ThreadPool(threads: threads)) { try body() }
    }
}
