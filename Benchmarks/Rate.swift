/// Operations a second: what all threads did together, and what a processor did while it worked for this program.
///
/// On a machine that is shared the first falls with the neighbours' load; the second nearly holds.
struct Rate {
    var together: Double
    var perProcessor: Double

    init(_ operations: Double, _ time: Timing) {
        together = operations / time.wall
        perProcessor = operations / time.processor
    }
}
