/// The cell behind a port: shared by the copies of a wrapper that `Mirror` hands out.
final class Slot<Value> {
    var value: Value?
    init(_ value: Value?) { self.value = value }
}
