/// How a product by `StrassenScheme` is cut into tasks. No result depends on it.
///
/// Summing weights and summing input rows are what the scheme costs. Weights that another thread has summed may lie in a cache
/// that is far away, so that it pays if each thread sums those for its own part of the outputs, or all of them for its own rows.
struct StrassenPlan {
    /// Parts of the rows with summed weights of their own.
    let copies: Int

    /// Parts of a round's pairs of panels, each a task with a block of rows.
    let parts: Int

    /// Pairs of panels whose weights are summed at a time.
    let pairsPerRound: Int

    /// Blocks of rows.
    let blocks: Int

    /// Tiles of pairs of rows in a block, at most: what they are multiplied with, 56 KiB each, fits the second-level cache.
    private static let mostTiles = 12

    /// Bytes of summed weights that a part has at a time: they are read once for every block of rows, from the third-level cache.
    private static let mostBytes = 24 << 20

    init(rows: Int, pairs: Int, bytesPerPair: Int, threads: Int) {
        let tiles = StrassenBlock.tiles(rows: rows)
        let most = max(1, Self.mostBytes / bytesPerPair)

        // Measured: picoseconds for a step of a row, and of an output's weights; three times as many where threads are far apart
        // and share what they sum.
        let (packing, filling) = (270 * rows, 760 * 2 * WeightPanels.width * pairs)
        let rounds = (pairs + most - 1) / most
        let parts = (rounds + threads - 1) / threads * threads
        let shared = rounds * packing + (threads == 1 ? 1 : 3) * filling
        let byColumns = parts * packing + filling
        let byRows = rounds * packing + threads * filling

        copies = byRows < min(shared, byColumns) ? threads : 1
        self.parts = byColumns < min(shared, byRows + 1) ? min(threads, pairs) : 1
        let wanted = self.parts > 1 ? (parts + threads - 1) / threads : rounds
        pairsPerRound = (pairs + wanted - 1) / wanted
        // In a number that all threads can share evenly.
        blocks = ((tiles + Self.mostTiles - 1) / Self.mostTiles + threads - 1) / threads * threads
    }
}
