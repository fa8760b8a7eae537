import Kernels

/// Calls `body`, between whose operations no other task's come: short work of many small operations is done sooner one task
/// after the other than by turns.
public func withoutInterruption<Result>(_ body: () throws -> Result) rethrows -> Result {
    try ThreadPool.current.keep(body)
}
