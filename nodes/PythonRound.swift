/// Python's `round`, which takes halves to the even neighbour.
func pythonRound(_ value: Double) -> Int {
    Int(value.rounded(.toNearestOrEven))
}
